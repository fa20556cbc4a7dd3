import JOSE
import StrictJSON
import TestSupport
import Testing

extension KeySet {
    /// A key file of `Fixtures/keys`.
    init(file: String) throws {
        let bytes = try TestFiles.bytes("Fixtures/keys/\(file)")
        try self.init(parsing: bytes.span, origin: Origin(source: .file, name: file))
    }

    /// A key list given as text.
    init(text: String) throws {
        let bytes = Array(text.utf8)
        try self.init(parsing: bytes.span, origin: Origin(source: .file))
    }

    /// The usable key of this name.
    func key(named keyID: String?) -> VerificationKey? { keys.first { $0.keyID == keyID } }
}

/// Whether a text is a token that this key signed with RS256; nil when it is no compact JWS.
func verify(
    _ text: [UInt8], by key: VerificationKey, scratch: inout SignatureScratch
) -> SignatureResult? {
    guard let token = try? CompactToken(text.span), let signature = try? token.decoded(.signature)
    else { return nil }
    return scratch.verify(
        signature.span, over: text.span.extracting(token.signingInput), by: key, scheme: .rs256)
}

/// A token of `Fixtures/tokens` with the key that its header names.
struct SignedText: CustomTestStringConvertible, Sendable {
    let path: String
    let bytes: [UInt8]
    let key: VerificationKey

    var testDescription: String { path }

    init(path: String) throws {
        self.path = path
        let text = try TestFiles.bytes(path)
        let token = try CompactToken(text.span)
        let header = try JoseHeader(taking: token.decoded(.header))
        guard let key = try KeySet(file: "entra-v2.json").key(named: header.keyID?.string) else {
            throw TestFault("no key for \(path)")
        }
        self.bytes = text
        self.key = key
    }

    static let foreign: [SignedText] = {
        let paths = try? TestFiles.paths(below: "Fixtures/tokens/foreign", suffix: ".jwt")
        return (paths ?? []).compactMap { try? SignedText(path: $0) }
    }()
}
