import JOSE
import StrictJSON
import TestSupport
import Testing

/// Certificates with their keys, in every form in which people have them; the files are of the stock openssl.
@Suite struct SigningCertificateTests {
    private static func certificate(_ name: String, _ passphrase: String? = nil)
        throws(SigningCertificateDefect) -> SigningCertificate
    {
        var bytes = (try? TestFiles.bytes("Fixtures/certificates/\(name)")) ?? []
        return try SigningCertificate(
            Secret(taking: &bytes), passphrase: passphrase.map { Secret($0) })
    }

    private static func defect(_ name: String, _ passphrase: String? = nil)
        -> SigningCertificateDefect?
    {
        do throws(SigningCertificateDefect) {
            _ = try certificate(name, passphrase)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "PEM in any order and PKCS#12 give the same certificate first",
        arguments: [
            ("key-first.pem", nil, 1), ("certificate-first.pem", nil, 1),
            ("two-certificates.pem", nil, 2), ("locked.pem", "horse-battery", 1),
            ("locked.p12", "horse-battery", 2), ("open.p12", nil, 1),
            ("unsealed.p12", "horse-battery", 1), ("bare.p12", nil, 1),
        ])
    func forms(_ name: String, _ passphrase: String?, _ count: Int) throws {
        let certificate = try Self.certificate(name, passphrase)
        let plain = try Self.certificate("key-first.pem")
        #expect(certificate.sha256 == plain.sha256)
        #expect(certificate.chain.count == count)
        #expect(certificate.sha256.count == 32 && certificate.sha1.count == 20)
        #expect(certificate.notBefore > 1_700_000_000)
        #expect(certificate.notAfter - certificate.notBefore == 36_500 * 86_400)
    }

    @Test(
        "what cannot sign says why",
        arguments: [
            ("certificate-only.pem", nil, SigningCertificateDefect.noKey),
            ("certificate-only.p12", "horse-battery", .noKey),
            ("key-of-another.pem", nil, .keyOfAnother),
            ("locked.pem", nil, .passphraseMissing), ("locked.pem", "wrong", .passphraseWrong),
            ("locked.p12", nil, .passphraseMissing), ("locked.p12", "wrong", .passphraseWrong),
            ("locked.p12", "", .passphraseWrong),
            ("unsealed.p12", nil, .passphraseMissing), ("unsealed.p12", "wrong", .passphraseWrong),
            ("legacy.p12", "horse-battery", .lockUnsupported),
            ("ec.pem", nil, .keyUnsupported), ("small.pem", nil, .keyUnsupported),
            ("make", nil, .form), ("there is no such file", nil, .form),
        ])
    func defects(_ name: String, _ passphrase: String?, _ defect: SigningCertificateDefect) {
        #expect(Self.defect(name, passphrase) == defect)
    }

    @Test("a key without a certificate says so")
    func keyOnly() throws {
        var bytes = try TestFiles.bytes("Tests/Support/Keys/entra-1.pem")
        #expect(throws: SigningCertificateDefect.noCertificate) {
            try SigningCertificate(Secret(taking: &bytes))
        }
    }

    @Test("no file of random or cut bytes traps")
    func hostile() throws {
        var generator = SplitMix64(seed: 9)
        for name in ["locked.p12", "locked.pem", "key-first.pem"] {
            let whole = try TestFiles.bytes("Fixtures/certificates/\(name)")
            for _ in 0..<60 {
                var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &generator)))
                if !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
                }
                _ = try? SigningCertificate(
                    Secret(taking: &bytes), passphrase: Secret("horse-battery"))
            }
        }
    }

    @Test("what it signs with RS256 its own public key verifies, and PSS differs each time")
    func signatures() throws {
        let certificate = try Self.certificate("key-first.pem")
        let message = Array("header.payload".utf8)
        let signature = try certificate.signature(of: message.span, scheme: .rs256)
        let file = try TestFiles.bytes("Fixtures/certificates/certificate-only.pem")
        let keys = try KeySet(parsing: file.span, origin: KeySet.Origin(source: .file))
        var scratch = SignatureScratch()
        let key = try #require(keys.keys.first)
        #expect(
            scratch.verify(signature.span, over: message.span, by: key, scheme: .rs256) == .valid)
        let first = try certificate.signature(of: message.span, scheme: .ps256)
        #expect(first.count == 256)
        #expect(try first != certificate.signature(of: message.span, scheme: .ps256))
        #expect(
            scratch.verify(first.span, over: message.span, by: key, scheme: .rs256) == .invalid)
    }

    @Test("a secret shows itself nowhere, and takes its source away")
    func secrets() {
        var bytes = Array("horse-battery".utf8)
        let secret = Secret(taking: &bytes)
        #expect(bytes.isEmpty)
        #expect(secret.count == 13)
        var text = ""
        dump([secret], to: &text)
        for shown in ["\(secret)", String(reflecting: secret), text] {
            #expect(!shown.contains("horse"))
        }
    }
}
