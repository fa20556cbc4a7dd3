/// A token to be sent as a bearer (RFC 6750 §2.1), which shows itself nowhere else.
public struct BearerToken: Sendable, Hashable {
    /// The value of the header field `Authorization`.
    public let fieldValue: String

    /// Takes a token; nil for an empty one, and for one that could end its header field.
    /// - Parameter token: Its text, of the characters that a bearer may have.
    public init?(_ token: some Sequence<UInt8>) {
        let bytes = Array(token)
        guard !bytes.isEmpty, bytes.allSatisfy(Self.isAllowed) else { return nil }
        fieldValue = "Bearer " + String(decoding: bytes, as: UTF8.self)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~+/=".utf8.contains(byte)
        }
    }
}

// Whoever prints a request prints no token.
extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A sign in its place.
    public var description: String { "‹token›" }
    /// A sign in its place.
    public var debugDescription: String { description }
    /// Nothing that leads to the text.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
