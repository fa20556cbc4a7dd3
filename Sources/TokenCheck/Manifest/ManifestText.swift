/// The forms that texts of a manifest have.
package enum ManifestText {
    /// The longest permission name that Entra ID registers.
    static let maximumPermissionBytes = 120

    /// Names of manifests and operations: 1 to 64 of `a-z 0-9 . _ -`, letters or digits at both ends.
    package static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...64).contains(bytes.count), let first = bytes.first, let last = bytes.last
        else { return false }
        return isLowerOrDigit(first) && isLowerOrDigit(last)
            && bytes.allSatisfy { isLowerOrDigit($0) || "._-".utf8.contains($0) }
    }

    /// Names of permissions: what Entra ID allows as the value of a role or scope, but `*`.
    package static func isPermission(_ text: String) -> Bool { isPermission(text, wildcard: false) }

    /// The same with `*` for any run of characters.
    static func isPattern(_ text: String) -> Bool { isPermission(text, wildcard: true) }

    private static func isPermission(_ text: String, wildcard: Bool) -> Bool {
        guard (1...maximumPermissionBytes).contains(text.utf8.count), !text.hasPrefix(".")
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "*"): wildcard
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "`"): false
            case 0x21...0x7E: true
            default: false
            }
        }
    }

    /// Audiences: 1 to 300 characters, none of them white space.
    package static func isAudience(_ text: String) -> Bool {
        (1...300).contains(text.unicodeScalars.count) && !hasWhiteSpace(text)
    }

    /// Requests: a method, a blank and a path without white space.
    package static func isRequest(_ text: String) -> Bool {
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        where text.utf8.starts(with: (method + " /").utf8) {
            return !hasWhiteSpace(String(text.dropFirst(method.count + 1)))
        }
        return false
    }

    /// The seconds of a span such as `90s`, `10m`, `25h` or `1d`; nil for any other text.
    static func seconds(_ text: String) -> Int64? {
        let digits = text.utf8.dropLast()
        guard (1...6).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int64(String(decoding: digits, as: UTF8.self))
        else { return nil }
        switch text.utf8.last {
        case UInt8(ascii: "s"): return count
        case UInt8(ascii: "m"): return count * 60
        case UInt8(ascii: "h"): return count * 3_600
        case UInt8(ascii: "d"): return count * 86_400
        default: return nil
        }
    }

    private static func hasWhiteSpace(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
