/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a driver's function needs to be run in user space.  Each mapping of a page
 * has an address of its own, which faults beside the page and when it is undone.
 * What is mapped is recorded, and what is wrong is told together with the result.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint16_t __be16;

#define PAGE_SHIFT 12
#define PAGE_SIZE 4096UL
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define PAGES 32
#define SLOTS 1024
#define MANY __attribute__((noinline, unused)) static
#define min(a, b) ({ typeof(a) _a = (a); typeof(b) _b = (b); _a < _b ? _a : _b; })
#define min_t(t, a, b) min((t)(a), (t)(b))
#define umin(a, b) min((size_t)(a), (size_t)(b))
#define likely(x) (x)
#define unlikely(x) (x)
#define offset_in_page(p) ((unsigned long)(p) & ~PAGE_MASK)
#define IS_ERR(p) ((unsigned long)(p) >= -4095UL)
#define for_each_sg(list, sg, nr, j) \
	for (j = 0, sg = (list); j < (nr); j++, sg = sg_next(sg))
#define dev_dbg(dev, fmt, ...) ((void)(dev))

struct page { int nr; };
struct scatterlist { struct page *page; unsigned int offset, length; };
struct hdr { u8 type, len; __be16 tag; u32 crc; };
struct host {
	struct scatterlist *cur, *list, sg, t[4], spare;
	struct page *page, *fresh;
	void *v, *addr;
	size_t at;
	unsigned int off, skip, e, blksz, flags, seed;
	int idx, nents;
	struct hdr hdr;
	u8 buf[4096], out[4096];
};

static struct page pages[PAGES];
static struct slot { struct page *page; int kind, count; } slots[SLOTS];
static struct scatterlist list[16];
static struct host host;
static struct scatterlist *gsg;
static unsigned int goff;
static void *gv;
static u8 *mem, *area;
static const char *wrong;
static unsigned long mixed;
static int fd, top, atomic, failing, nested[SLOTS], depth;
static volatile int running;
static sigjmp_buf escape;

enum { KMAP = 1, ATOMIC, LOCAL };

static void mix(unsigned long x) { mixed = (mixed ^ x) * 0x9e3779b97f4a7c15 + 1; }
static void bad(const char *what) { wrong = wrong ? wrong : what; }

/* An address as the page and the byte that it is of, the same in all runs. */
MANY long where(const void *p)
{
	size_t at = (const u8 *)p - area;

	if (at < SLOTS * 2 * PAGE_SIZE && slots[at / PAGE_SIZE / 2].page)
		return 1000000 + slots[at / PAGE_SIZE / 2].page->nr * 100000 +
		       (long)(at % (2 * PAGE_SIZE)) - (long)PAGE_SIZE;
	if ((const u8 *)p - (u8 *)&host < (long)sizeof(host) && p >= (void *)&host)
		return 10000 + ((const u8 *)p - (u8 *)&host);
	return !p ? 0 : IS_ERR(p) ? (long)p : -1000000;
}

static void set(int i, int prot)
{
	mmap(area + (2 * i + 1) * PAGE_SIZE, PAGE_SIZE, prot, MAP_SHARED | MAP_FIXED,
	     fd, (slots[i].page - pages) * PAGE_SIZE);
}

static void *map(struct page *page, int kind)
{
	int i;

	if (page < pages || page >= pages + PAGES) {
		bad("what is mapped is no page");
		return area;
	}
	for (i = 0; kind == KMAP && i < top; i++)
		if (slots[i].page == page && slots[i].kind == KMAP && slots[i].count++)
			return area + (2 * i + 1) * PAGE_SIZE;
	i = top++;
	if (top == SLOTS)
		_exit(1);
	slots[i] = (struct slot){ page, kind, 1 };
	set(i, PROT_READ | PROT_WRITE);
	if (kind != KMAP)
		nested[depth++] = i;
	atomic += kind == ATOMIC;
	return area + (2 * i + 1) * PAGE_SIZE;
}

static void unmap(const void *p, int kind)
{
	size_t at = (const u8 *)p - area, i = at / PAGE_SIZE / 2;

	if (at >= SLOTS * 2 * PAGE_SIZE || !(at / PAGE_SIZE % 2) || !slots[i].count)
		return bad("undone at an address that is not mapped");
	if (slots[i].kind != kind)
		return bad("undone as another kind");
	if (kind != KMAP && nested[--depth] != (int)i)
		bad("undone in the wrong order");
	atomic -= kind == ATOMIC;
	if (!--slots[i].count)
		set(i, PROT_NONE);
}

MANY void *kmap(struct page *page) { return failing ? NULL : map(page, KMAP); }
MANY void *kmap_atomic(struct page *page) { return failing ? NULL : map(page, ATOMIC); }
MANY void *kmap_local_page(struct page *page) { return failing ? NULL : map(page, LOCAL); }
MANY void kunmap_atomic(const void *p) { unmap(p, ATOMIC); }
MANY void kunmap_local(const void *p) { unmap(p, LOCAL); }
MANY void kunmap(struct page *page)
{
	int i;

	for (i = 0; i < top; i++)
		if (slots[i].page == page && slots[i].kind == KMAP && slots[i].count)
			return unmap(area + (2 * i + 1) * PAGE_SIZE, KMAP);
	bad("the page to be undone is not mapped");
}

#define sg_page(sg) ((sg)->page)
#define nth_page(page, n) ((page) + (n))
MANY struct scatterlist *sg_next(struct scatterlist *sg) { return sg + 1; }
MANY void sg_set_page(struct scatterlist *sg, struct page *page, unsigned int len, unsigned int off)
{
	*sg = (struct scatterlist){ page, off, len };
}

/* What is tested: the calls that are written. */
#define SG_KMAP 1
#define SG_KMAP_ATOMIC 2
#define SG_MAP_MUST_NOT_FAIL 4
#define SG_KMAP_LOCAL 8
MANY void *sg_map(struct scatterlist *sg, size_t offset, int flags)
{
	if (failing && !(flags & SG_MAP_MUST_NOT_FAIL))
		return (void *)-121L;
	offset += sg->offset;
	return map(sg->page + (offset >> PAGE_SHIFT), flags & SG_KMAP ? KMAP :
		   flags & SG_KMAP_ATOMIC ? ATOMIC : LOCAL) + offset_in_page(offset);
}

MANY void sg_unmap(struct scatterlist *sg, const void *p, size_t offset, int flags)
{
	if (flags & SG_KMAP)
		kunmap(sg->page + ((sg->offset + offset) >> PAGE_SHIFT));
	else
		unmap(p, flags & SG_KMAP_ATOMIC ? ATOMIC : LOCAL);
}

MANY void *sg_kmap_local(struct scatterlist *sg, size_t offset)
{
	return sg_map(sg, offset, SG_KMAP_LOCAL | SG_MAP_MUST_NOT_FAIL);
}

static size_t copy(struct scatterlist *sg, void *b, size_t len, size_t skip, int how)
{
	u8 *data = mem + sg->page->nr * PAGE_SIZE + sg->offset + skip;

	len = skip < sg->length ? umin(len, sg->length - skip) : 0;
	if (how == 2)
		memset(data, 0, len);
	else
		memcpy(how ? data : b, how ? b : data, len);
	return len;
}

#define sg_copy_to_buffer(sg, one, b, len) copy(sg, b, len, 0, 0)
#define sg_copy_from_buffer(sg, one, b, len) copy(sg, (void *)(b), len, 0, 1)
#define sg_pcopy_to_buffer(sg, one, b, len, skip) copy(sg, b, len, skip, 0)
#define sg_pcopy_from_buffer(sg, one, b, len, skip) copy(sg, (void *)(b), len, skip, 1)
#define sg_zero_buffer(sg, one, len, skip) copy(sg, NULL, len, skip, 2)

/* What a driver calls between the two. */
MANY long use(const void *p, size_t n)
{
	const u8 *b = p;
	long sum = 0;

	while (n--)
		sum = sum * 31 + *b++;
	return sum & 0xffffff;
}

/* What the small files in cocci/ call, with an address first or with a number. */
MANY int see(const void *p, ...)
{
	mix(where(p));
	if (where(p) >= 1000000)
		mix(*(const u8 *)p);
	return mixed & 1;
}

#define look_at(p, ...) see((const void *)(uintptr_t)(p), ##__VA_ARGS__)
#define check look_at
#define crc look_at
#define get_page(page) ((void)(page))
#define put_page(page) ((void)(page))

MANY void fifo_read(struct host *h, void *p, size_t n)
{
	for (u8 *b = p; n--; h->seed = h->seed * 1103515245 + 12345)
		*b++ = h->seed >> 16;
}

MANY u32 crc32(u32 crc, const void *p, size_t n) { return crc * 33 + use(p, n); }
MANY u32 crc32_le(u32 crc, const void *p, size_t n) { return crc * 35 + use(p, n); }
MANY u8 readb(const u8 *p) { return *p; }
MANY void writeb(u8 x, u8 *p) { *p = x; }
MANY u16 be16_to_cpup(const void *p) { return ((u8 *)p)[1] & 63; }
MANY u16 get_unaligned_le16(const void *p) { return ((u8 *)p)[1] & 63; }
MANY unsigned int hdr_len(const void *p) { return *(u8 *)p & 31; }
MANY void *find(const void *p) { return (u8 *)p + (*(u8 *)p & 15); }
MANY void flush_dcache_page(struct page *page) { mix(page->nr); }
MANY void my_dbg(struct page **page) { *page = host.fresh; }
MANY void my_debug(struct scatterlist *sg) { sg->offset += 4; }
MANY long probe(void) { mix(atomic); return atomic; }
MANY void advance(struct host *h) { h->cur = sg_next(h->cur); h->idx ^= 1; }
MANY void advance_global(void) { gsg = sg_next(gsg); }
MANY u8 *next_chunk(struct host *h) { advance(h); return h->buf; }
MANY int consume(struct scatterlist *sg, int n) { sg->offset += n; sg->length -= n; return n; }
MANY struct scatterlist *step(struct scatterlist **sg) { return ++*sg; }
MANY int bump(int *n) { return *n += 1; }
MANY void bump_u(unsigned int *n) { *n += 4; }
MANY unsigned int claim(struct host *h, int n) { h->skip += n; goff += n; h->at ^= 8; return n; }
MANY void push(u8 **v, int n) { memset(*v, n, n); *v += n; }
MANY void swap_page(struct host *h, struct page **p) { *p = h->fresh; }
MANY void store(void *v) { gv = v; }
MANY void finish_local(const void *v) { kunmap_local(v); }
MANY void finish_atomic(const void *v) { kunmap_atomic(v); }
MANY void finish(struct page *page) { kunmap(page); }
MANY long other_context(const void *p)
{
	long sum;
	int i;

	for (i = 0; i < top; i++)
		if (slots[i].kind != KMAP && slots[i].count)
			set(i, PROT_NONE);
	sum = use(p, 4);
	for (i = 0; i < top; i++)
		if (slots[i].kind != KMAP && slots[i].count)
			set(i, PROT_READ | PROT_WRITE);
	return sum;
}

/* Running them. */
typedef long (*function)(struct host *, struct scatterlist *, struct scatterlist *, int, int);

static unsigned long hash(const void *p, size_t n)
{
	unsigned long sum = n;

	for (; n >= 4; n -= 4, p = (const u8 *)p + 4)
		sum = (sum ^ sum >> 29) * 0x100000001b3 ^ *(const u32 *)p;
	return sum;
}

static void entry(struct scatterlist *sg, unsigned int i)
{
	*sg = (struct scatterlist){ pages + i % 15 * 2, 700 + rand() % 700, 16 + rand() % 500 };
}

static void caught(int signal)
{
	bad(signal == SIGALRM ? "does not end" : "fault");
	if (running)
		siglongjmp(escape, 1);
	_exit(1);
}

static unsigned long entries(struct scatterlist *sg, int n)
{
	unsigned long sum = 0;

	for (; n--; sg++)
		sum = (sum + (sg->page - pages) * 7 + sg->offset) * 31 + sg->length;
	return sum;
}

static void run(int number, function f, int nr, int salt)
{
	struct host *h = &host;
	volatile long ret = 0;
	u32 x = number + nr;
	size_t i;

	srand(number * 100 + nr);
	memset(h, 0, sizeof(*h));
	memset(slots, 0, sizeof(slots));
	mmap(area, SLOTS * 2 * PAGE_SIZE, PROT_NONE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
	top = salt;
	depth = atomic = mixed = 0;
	wrong = NULL;
	for (i = 0; i < PAGES * PAGE_SIZE; i += 4, x = x * 1103515245 + 12345)
		*(u32 *)(mem + i) = x ^ x >> 13;
	memcpy(h->buf, mem, sizeof(h->buf));
	for (i = 0; i < PAGES; i++)
		pages[i].nr = i;
	for (i = 0; i < 16; i++)
		entry(list + i, i);
	entry(&h->sg, 9);
	entry(&h->spare, 10);
	for (i = 0; i < 4; i++)
		entry(h->t + i, 11 + i);
	h->cur = list + 1;
	h->list = list;
	h->page = pages + 14;
	h->fresh = pages + 31;
	h->v = h->addr = gv = NULL;
	h->off = 8, h->at = 16, h->skip = rand() % 64, h->e = rand() % 64;
	h->blksz = 16 + rand() % 48;
	h->flags = nr ? rand() : -1;
	h->idx = rand() % 2;
	h->nents = 3;
	gsg = list + 2;
	goff = rand() % 32;
	failing = nr == RUNS;
	alarm(2);
	if (!sigsetjmp(escape, 1)) {
		running = 1;
		ret = f(h, list + rand() % 4, list + 3, rand() % 2, rand() % 300 + !nr);
	}
	running = 0;
	for (i = salt; i < (size_t)top; i++)
		if (slots[i].count)
			bad("not undone");
	printf("%d %d ret=%ld pages=%lx entries=%lx moved=%ld,%ld host=%lx addresses=%ld,%ld,%ld "
	       "seen=%lx,%x,%d error=%s\n", number, nr, ret, hash(mem, PAGES * PAGE_SIZE),
	       entries(list, 16) ^ entries(&h->sg, 1) ^ entries(h->t, 4), h->cur - list,
	       gsg - list, hash(&h->at, sizeof(*h) - offsetof(struct host, at)) ^
	       (h->page - pages), where(h->v), where(h->addr), where(gv), mixed, goff,
	       atomic, wrong ? wrong : "none");
}

static void run_all(int number, function f, int salt)
{
	int nr;

	fflush(stdout);
	if (fork())
		return (void)wait(NULL);
	for (nr = 0; nr <= RUNS; nr++)
		run(number, f, nr, salt);
	fflush(stdout);
	_exit(0);
}

static void start(void)
{
	int s[] = { SIGSEGV, SIGBUS, SIGALRM, SIGFPE, SIGILL };
	size_t i;

	fd = memfd_create("pages", 0);
	if (fd < 0 || ftruncate(fd, PAGES * PAGE_SIZE))
		exit(2);
	mem = mmap(NULL, PAGES * PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	area = mmap(NULL, SLOTS * 2 * PAGE_SIZE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	for (i = 0; i < sizeof(s) / sizeof(*s); i++)
		signal(s[i], caught);
}
