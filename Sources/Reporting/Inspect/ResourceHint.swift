internal import StrictJSON
internal import TokenCheck

/// What the internal claim `rh` of Entra ID's tokens was seen to hold: the tenant and the resource's application.
///
/// Undocumented and read from public samples: `0.` or `1.`, then in base64url the byte 1, two unknown bytes, the tenant
/// and the application as GUIDs in Microsoft's byte order, a tail, and a dot. A hint for people, never for a decision.
struct ResourceHint: Sendable {
    let tenant: String
    let application: String

    /// Reads a claim; nil for anything that does not have this form.
    init?(_ claim: String) {
        var text = Array(claim.utf8)[...]
        guard text.starts(with: "0.".utf8) || text.starts(with: "1.".utf8) else { return nil }
        text = text.dropFirst(2)
        // 48 characters are 36 bytes, of which 35 are of interest; the tail may have any form.
        let encoded = Array(text.prefix(48))
        guard encoded.count == 48, let bytes = try? Base64URL.decode(encoded.span),
            bytes.count == 36, bytes[0] == 1
        else { return nil }
        tenant = Self.identifier(bytes[3..<19])
        application = Self.identifier(bytes[19..<35])
    }

    /// The name of a resource that the application id belongs to, or the id.
    var name: String { KnownAudience(application)?.name ?? application }

    /// A GUID whose first three fields are little endian (MS-DTYP §2.3.4.2).
    private static func identifier(_ bytes: ArraySlice<UInt8>) -> String {
        let all = Array(bytes)
        let fields = [
            Array(all.prefix(4).reversed()), Array(all.dropFirst(4).prefix(2).reversed()),
            Array(all.dropFirst(6).prefix(2).reversed()), Array(all.dropFirst(8).prefix(2)),
            Array(all.dropFirst(10)),
        ]
        return fields.map(Hexadecimal.text).joined(separator: "-")
    }
}
