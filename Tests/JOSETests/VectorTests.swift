import JOSE
import StrictJSON
import TestSupport
import Testing

/// A published signature with its key.
struct PublishedVector: CustomTestStringConvertible, Sendable {
    let path: String
    let value: JSONValue

    var testDescription: String { path }

    static let all: [PublishedVector] = {
        let paths = (try? TestFiles.paths(below: "Fixtures/vectors", suffix: ".json")) ?? []
        return paths.compactMap { path in
            guard let bytes = try? TestFiles.bytes(path),
                let document = try? JSONDocument(taking: bytes)
            else { return nil }
            return PublishedVector(path: path, value: document.root)
        }
    }()

    static let signatures = all.filter { $0.value["compact"] != nil }
}

@Suite struct VectorTests {
    @Test func `there are as many vectors as were written`() {
        #expect(PublishedVector.all.count == 9)
        #expect(PublishedVector.signatures.count == 8)
        #expect(PublishedVector.signatures.filter { $0.value["valid"]?.boolean == true }.count == 2)
    }

    @Test(arguments: PublishedVector.signatures)
    func `published signatures verify with RS256 and are refused otherwise`(
        _ vector: PublishedVector
    ) throws {
        let text = Array(try #require(vector.value["compact"]?.string).utf8)
        let token = try CompactToken(text.span)
        let algorithm = try JoseHeader(taking: token.decoded(.header)).algorithm?.string
        let scheme = try SignatureScheme.named(#require(algorithm))
        let keys =
            try vector.value["jwk"]?.kind == .object
            ? KeySet(text: #require(vector.value["jwk"]).text) : .none
        var scratch = SignatureScratch()
        if vector.value["valid"]?.boolean == true {
            #expect(scheme == .rs256)
            let key = try #require(keys.keys.first)
            #expect(verify(text, by: key, scratch: &scratch) == .valid)
        } else {
            #expect(scheme == nil)
            // The RSA key of RFC 7520 is usable, but it did not sign this with RS256.
            if let key = keys.keys.first {
                #expect(verify(text, by: key, scratch: &scratch) == .invalid)
            }
        }
    }

    @Test func `the thumbprint is that of RFC 7638`() throws {
        let vector = try #require(PublishedVector.all.first { $0.value["compact"] == nil })
        let keys = try KeySet(text: #require(vector.value["jwk"]).text)
        let thumbprint = vector.value.members.first { $0.name.contains("thumbprint") }?.value.string
        #expect(thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(keys.keys.first?.thumbprint == thumbprint)
    }

    @Test func `only RS256 is known, in exactly that spelling`() {
        #expect(SignatureScheme.all.map(\.name) == ["RS256"])
        for name in [
            "rs256", "RS256 ", "RS384", "none", "None", "HS256", "PS256", "ES256", "", "RS256\0",
        ] {
            #expect(SignatureScheme.named(name) == nil)
        }
    }

    @Test func `the digests are those of the standards`() {
        let text = Array("abc".utf8)
        #expect(
            Hexadecimal.text(Digest.sha256(text.span))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Hexadecimal.text(Digest.sha1(text.span)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        let none: [UInt8] = []
        #expect(
            Hexadecimal.text(Digest.sha256(none.span))
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }
}
