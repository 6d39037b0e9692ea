// SPDX-License-Identifier: GPL-2.0
/*
 * Algorithms of the crypto API, each of which must pass its self-tests
 *
 * tests/55-crypto.sh builds this in place of the suite, in a kernel that has
 * CONFIG_CRYPTO_SELFTESTS_FULL.  An algorithm that fails its self-tests cannot
 * be had, and makes the kernel warn.  The list has what copies or maps
 * scatterlists: the converted code, what calls sg_copy_buffer() or a relative,
 * and what walks lists with the rest of it.
 */
#include <kunit/test.h>
#include <linux/crypto.h>
#include <linux/module.h>

static const char * const algorithms[] = {
	"adiantum(xchacha12,aes)", "adiantum(xchacha20,aes)", "hctr2(aes)",
	"sha1", "sha256", "sha512", "sha3-256", "md5", "hmac(sha256)",
	"cmac(aes)", "cmac(camellia)", "xcbc(aes)", "crc32c", "xxhash64",
	"cbc(aes)", "ctr(aes)", "xts(aes)", "cts(cbc(aes))", "ecb(aes)",
	"lrw(aes)", "gcm(aes)", "ccm(aes)",
	"rfc7539(chacha20,poly1305)", "authenc(hmac(sha256),cbc(aes))",
	"krb5enc(cmac(camellia),cts(cbc(camellia)))",
	"rsa", "pkcs1(rsa,sha256)", "ecdh-nist-p256", "dh", "deflate",
};

static void name_algorithm(const char * const *name, char *desc)
{
	strscpy(desc, *name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(algorithms, algorithms, name_algorithm);

static void test_algorithm(struct kunit *test)
{
	const char *name = *(const char * const *)test->param_value;

	KUNIT_ASSERT_TRUE(test, IS_ENABLED(CONFIG_CRYPTO_SELFTESTS_FULL));
	KUNIT_EXPECT_TRUE(test, crypto_has_alg(name, 0, 0));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(test_algorithm, algorithms_gen_params),
	{}
};

static struct kunit_suite suite = {
	.name = "sg_map_crypto",
	.test_cases = cases,
};

kunit_test_suite(suite);

MODULE_DESCRIPTION("Self-tests of the crypto API");
MODULE_LICENSE("GPL");
