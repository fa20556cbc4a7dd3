/// The issuer that a key list names for a key, in which `{tenantid}` may stand for the tenant.
package struct IssuerTemplate: Sendable {
    private let prefix: [UInt8]
    /// What follows the placeholder; nil when there is none.
    private let suffix: [UInt8]?

    /// Finds the first placeholder, which has exactly this spelling.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        let placeholder = Array("{tenantid}".utf8)
        let last = bytes.count - placeholder.count
        let place = (0...max(0, last)).first { last >= 0 && bytes[$0...].starts(with: placeholder) }
        prefix = Array(bytes[..<(place ?? bytes.count)])
        suffix = place.map { Array(bytes[($0 + placeholder.count)...]) }
    }

    /// Whether the issuer, the tenant put into its place, is exactly this text.
    package func isFilled(with tenant: ArraySlice<UInt8>, giving text: ArraySlice<UInt8>) -> Bool {
        guard let suffix else { return text.elementsEqual(prefix) }
        guard text.count == prefix.count + tenant.count + suffix.count else { return false }
        return text.prefix(prefix.count).elementsEqual(prefix)
            && text.dropFirst(prefix.count).prefix(tenant.count).elementsEqual(tenant)
            && text.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Whether the issuer, the tenant put into its place, is this beginning, the tenant and this end.
    package func isFilled(
        with tenant: ArraySlice<UInt8>, giving start: [UInt8], and end: [UInt8]
    ) -> Bool {
        guard let suffix else { return prefix == start + tenant + end }
        return prefix == start && suffix == end
    }

    /// The issuer with the tenant in its place.
    package func filled(with tenant: String) -> String {
        String(decoding: prefix, as: UTF8.self)
            + (suffix.map { tenant + String(decoding: $0, as: UTF8.self) } ?? "")
    }
}
