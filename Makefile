# SPDX-License-Identifier: GPL-2.0
# sg_map: a patch series for the kernel.  "make help" lists the commands.

# What the tools read from the environment.
export ARCH BASE BUILD J JOBS KERNEL LLVM MODE OUT PART SHARD SVG TIMEOUT TREE
ifneq ($(origin CC),default)
export CC
endif

help:
	@sed -n 's/^#: //p' Makefile

#: make kunit          fetch a kernel, apply the series, build, boot in QEMU, run the
#:                     tests.  ARCH=i386 (highmem, the default), um, x86_64, arm64, arm,
#:                     powerpc
kunit:
	@tools/kunit

#: make check          all tests; make check-all: on every kernel and machine
check:
	@tests/run

check-all:
	@tests/run all

#: make drivers        run converted drivers on highmem pages, without their devices;
#:                     BEFORE=1 without the series, MUTANTS=1 broken in many ways,
#:                     ONLY="wbsd tmio_mmc" for some
drivers:
	@tools/drivers

#: make dma            run the suite about DMA mapping of lists, on um and x86_64;
#:                     ONLY=um for one
dma:
	@tools/dma

#: make bench          compare the copying functions with those they replace, on ARCH=um
#:                     (in time), i386 and x86_64 (in instructions); SVG=file for a plot
bench:
	@tools/bench

#: make coccicheck     run the semantic patch over a kernel: MODE=report (the default),
#:                     patch, org or context; J=n processes; SHARD=1/2 for half of it;
#:                     M=dir for a module's directory instead
coccicheck:
	@tools/coccicheck

#: make patches        make the core part of patches/ from the sources, or with TREE=dir,
#:                     which make tree made, all parts from its commits
patches:
	@tools/series --patches

#: make series OUT=dir the series for another kernel, KERNEL=dir or BASE=6.12
series:
	@tools/series

#: make tree           a kernel tree with the series as commits, a branch for each part;
#:                     prints its path
tree:
	@tools/tree

#: make send           with PART=name the mails of a part in OUT=dir, to whom the kernel's
#:                     get_maintainer.pl says.  They are not sent
send:
	@tools/send

#: make clean          remove what was fetched and made, but for trees of make tree
clean:
	@test ! -d "$${BUILD:-build}" || tools/clean

#:
#: KERNEL=dir          your kernel tree, which is not changed
#: BASE=7.3            or a kernel to fetch: 7.3 (the default), 6.12, 6.1
#: JOBS=n CC=compiler  for the builds, such as CC="ccache gcc"; LLVM=-19 for clang 19
#: BUILD=dir           where to work, instead of build/

.PHONY: help kunit check check-all drivers dma bench coccicheck patches series tree send clean
