internal import JOSE
internal import Reporting

/// What is said of a certificate.
enum CertificateWords {
    /// A file that cannot prove the application (65).
    static func fault(_ defect: SigningCertificateDefect, file: String?) -> CommandFault {
        let (message, hint): (String, String?) =
            switch defect {
            case .form:
                (
                    "neither PEM nor PKCS#12",
                    "give a file that holds the certificate and its private key"
                )
            case .noCertificate:
                (
                    "a private key without its certificate",
                    "put both into one file: cat certificate.pem key.pem > app.pem"
                )
            case .noKey:
                (
                    "a certificate without its private key",
                    "put both into one file: cat certificate.pem key.pem > app.pem"
                )
            case .keyOfAnother:
                (
                    "the private key is of another certificate",
                    "compare `openssl x509 -noout -pubkey -in FILE` with `openssl pkey -pubout -in FILE`"
                )
            case .passphraseMissing:
                (
                    "the private key is locked",
                    "add --certificate-passphrase-file or --certificate-passphrase-env"
                )
            case .passphraseWrong:
                (
                    "the passphrase does not open the private key",
                    "try it with openssl: `openssl pkey -in FILE` or `openssl pkcs12 -in FILE`"
                )
            case .keyUnsupported:
                ("the key is not RSA of at least 2048 bits", "Entra ID takes RSA keys only")
            case .lockUnsupported:
                (
                    "locked by a method that OpenSSL no longer opens",
                    "write it anew: openssl pkcs12 -legacy -in OLD -nodes | openssl pkcs12 -export -out NEW"
                )
            case .signing: ("the key cannot sign", "use a key that is not damaged")
            }
        return CommandFault(
            exit: .badData, code: "certificate", message: message, hint: hint,
            file: file.map(Escaping.plain))
    }

    /// What must be said of its time; nil: nothing.
    static func note(_ certificate: SigningCertificate, now: Int64) -> String? {
        if now > certificate.notAfter {
            return "the certificate expired on \(TimeText.utc(certificate.notAfter))"
        }
        if now < certificate.notBefore {
            return "the certificate is valid only from \(TimeText.utc(certificate.notBefore)) on"
        }
        let left = certificate.notAfter - now
        return left < 14 * 86_400
            ? "the certificate expires in \(TimeText.duration(left))" : nil
    }
}
