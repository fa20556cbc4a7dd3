/// An `iss` that has the exact form of one that Entra ID writes.
public struct EntraIssuer: Sendable, Equatable {
    static let suffixV1 = "/"
    static let suffixV2 = "/v2.0"

    /// The version whose form it has.
    public let version: TokenVersion
    /// The clouds that write this form; version 1.0 does not tell the public cloud from US Government.
    public let clouds: [Cloud]
    /// The tenant's GUID in it.
    public let tenant: String

    /// Reads an issuer; nil for anything but the form of a known cloud with a GUID in lower case.
    /// - Parameter issuer: The text; nothing is folded or trimmed.
    public init?(_ issuer: String) {
        self.init(bytes: Array(issuer.utf8)[...])
    }

    init?(bytes: ArraySlice<UInt8>) {
        for form in Self.forms {
            guard bytes.count == form.prefix.count + GUID.length + form.suffix.count,
                bytes.starts(with: form.prefix),
                bytes.suffix(form.suffix.count).elementsEqual(form.suffix)
            else { continue }
            let tenant = bytes.dropFirst(form.prefix.count).prefix(GUID.length)
            guard GUID.isCanonical(tenant) else { return nil }
            version = form.version
            clouds = form.clouds
            self.tenant = String(decoding: tenant, as: UTF8.self)
            return
        }
        return nil
    }

    private struct Form {
        let version: TokenVersion
        let prefix: [UInt8]
        let suffix: [UInt8]
        let clouds: [Cloud]
    }

    private static let forms: [Form] = {
        var forms: [Form] = []
        for version in TokenVersion.allCases {
            for cloud in Cloud.allCases {
                let prefix = version == .v1 ? cloud.issuerPrefixV1 : cloud.issuerPrefixV2
                let sharing = Cloud.allCases.filter {
                    (version == .v1 ? $0.issuerPrefixV1 : $0.issuerPrefixV2) == prefix
                }
                guard sharing.first == cloud else { continue }
                let suffix = version == .v1 ? suffixV1 : suffixV2
                forms.append(
                    Form(
                        version: version, prefix: Array(prefix.utf8), suffix: Array(suffix.utf8),
                        clouds: sharing))
            }
        }
        return forms
    }()
}

/// GUIDs as Entra ID writes them: 36 characters, hexadecimal digits in lower case, hyphens.
public enum GUID {
    static let length = 36

    /// Whether a text is a GUID in the form that Entra ID writes.
    public static func isCanonical(_ text: String) -> Bool { isCanonical(Array(text.utf8)[...]) }

    static func isCanonical(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == length else { return false }
        var place = 0
        for byte in bytes {
            switch place {
            case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
            default:
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                    break
                default: return false
                }
            }
            place += 1
        }
        return true
    }
}
