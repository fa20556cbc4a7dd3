// The part of OpenSSL 3 that tokcheck uses, and the constants that Swift cannot import because their macros hold casts.
#ifndef TOKCHECK_COPENSSL_SHIM_H
#define TOKCHECK_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

enum { tokcheck_public_key_selection = EVP_PKEY_PUBLIC_KEY };

static inline void tokcheck_free(void *pointer) { OPENSSL_free(pointer); }

// Certificates are stacked behind macros of casts.
static inline int tokcheck_certificate_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *tokcheck_certificate(const STACK_OF(X509) *stack, int place) { return sk_X509_value(stack, place); }
static inline void tokcheck_free_certificates(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// The builder keeps the addresses of the names until the parameters are freed, which a Swift string's would not outlive.
static inline int tokcheck_push_rsa(OSSL_PARAM_BLD *builder, const BIGNUM *modulus, const BIGNUM *exponent) {
    return OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent);
}

#endif
