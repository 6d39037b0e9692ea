# The self-tests of the kernel's own users of the copying functions.
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/tests/lib.sh"
if [ -z "${SG_MAP_ALL:-}" ]; then
	skip "the self-tests of crypto: make check-all runs them"
	exit
fi
build_tree
export ARCH=i386 VARIANT=crypto TIMEOUT=1200
out=$build/$name/build-$VARIANT-$ARCH

mkdir -p "$out/lib"
cp "$top/tests/crypto.c" "$out/lib/sg_map_crypto.c"
printf 'CONFIG_%s=y\n' KUNIT SG_MAP_KUNIT_TEST EXPERT DEBUG_KERNEL DEBUG_SG DEBUG_HIGHMEM \
	CRYPTO CRYPTO_SELFTESTS CRYPTO_SELFTESTS_FULL CRYPTO_ADIANTUM CRYPTO_HCTR2 CRYPTO_SHA1 \
	CRYPTO_SHA256 CRYPTO_SHA512 CRYPTO_SHA3 CRYPTO_MD5 CRYPTO_HMAC CRYPTO_CMAC CRYPTO_XCBC \
	CRYPTO_CRC32C CRYPTO_XXHASH CRYPTO_AES CRYPTO_CBC CRYPTO_CTR CRYPTO_XTS CRYPTO_CTS \
	CRYPTO_ECB CRYPTO_LRW CRYPTO_GCM CRYPTO_CCM CRYPTO_CHACHA20POLY1305 \
	CRYPTO_AUTHENC CRYPTO_RSA CRYPTO_ECDH CRYPTO_DH CRYPTO_DEFLATE CRYPTO_KRB5 \
	CRYPTO_KRB5_SELFTESTS >"$out/kunitconfig"
check "the algorithms that work on scatterlists pass their full self-tests" \
	"$top/tools/kunit" --make_options="sg_map_kunit-y=sg_map_crypto.o"
check "... and so does Kerberos" grep "Selftests succeeded" "$out/test.log"
