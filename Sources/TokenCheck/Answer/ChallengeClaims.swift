internal import StrictJSON

/// The claims that a challenge asks for: JSON, or JSON in base64 or base64url with or without padding.
struct ChallengeClaims {
    /// The JSON text; nil when it is longer than what is kept.
    let json: String?
    /// The earliest time of issue that would do, in seconds since 1970.
    let notBefore: Int64?

    /// Reads the value of `claims`; nil when it is no JSON object in any of the forms.
    init?(_ value: [UInt8]) {
        guard let document = Self.object(value) ?? Self.object(Self.decoded(value)) else {
            return nil
        }
        let text = document.root.text
        json = text.utf8.count <= KeptText.mostBytes ? text : nil
        let wanted = document.root["access_token"]?["nbf"]
        let time = wanted?["value"] ?? wanted
        notBefore = time?.number?.integer ?? time?.string.flatMap { Int64($0) }
    }

    private static func object(_ text: [UInt8]) -> JSONDocument? {
        let limits = JSONLimits(repeatedNames: .recorded)
        guard let document = try? JSONDocument(taking: text, limits: limits),
            document.root.kind == .object
        else { return nil }
        return document
    }

    private static func decoded(_ text: [UInt8]) -> [UInt8] {
        var canonical: [UInt8] = []
        for byte in text {
            switch byte {
            case UInt8(ascii: "+"): canonical.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): canonical.append(UInt8(ascii: "_"))
            default: canonical.append(byte)
            }
        }
        while canonical.last == UInt8(ascii: "=") { canonical.removeLast() }
        return (try? Base64URL.decode(canonical.span)) ?? []
    }
}
