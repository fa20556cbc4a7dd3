internal import StrictJSON

/// The id of an incident: a number at Defender XDR, a text at Microsoft Graph, the same digits at both.
public struct IncidentID: Sendable, Hashable, CustomStringConvertible {
    /// The id as text.
    public let text: String

    /// The longest id: a GUID has 36 characters, and more in front of it may come.
    private static let mostCharacters = 64

    /// Takes an id, which becomes part of an address; nil for anything that could change the address.
    /// - Parameter text: Letters, digits, hyphens and underscores.
    public init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= Self.mostCharacters,
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = String(text)
    }

    /// Reads an id that is written as a number or as a text.
    init?(_ value: JSONValue?) {
        guard let text = value?.number?.integer.map(String.init) ?? value?.string else {
            return nil
        }
        self.init(text)
    }

    /// The id as text.
    public var description: String { text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
