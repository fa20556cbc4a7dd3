internal import StrictJSON

/// Text as SARIF messages hold it: braces are placeholders there, and brackets links.
struct SARIFText {
    /// The text, to be written as a JSON string.
    let escaped: String

    /// Escapes a text.
    ///
    /// Braces are doubled. A bracket gets a backslash, and backslashes right before it are doubled, so that a reader
    /// that understands the escape and one that only looks for a bare bracket both see plain text. Hazardous characters
    /// are written out, line breaks apart.
    init(_ text: String) {
        var result = ""
        var backslashes = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "{": result += "{{"
            case "}": result += "}}"
            case "[", "]":
                result += String(repeating: "\\", count: backslashes + 1)
                result.unicodeScalars.append(scalar)
            case "\n": result += "\n"
            default: result += scalar.isHazardous ? Self.written(scalar) : String(scalar)
            }
            backslashes = scalar == "\\" ? backslashes + 1 : 0
        }
        escaped = result
    }

    /// `\u{1B}`, its braces doubled.
    private static func written(_ scalar: Unicode.Scalar) -> String {
        "\\u{{" + String(scalar.value, radix: 16, uppercase: true) + "}}"
    }

    /// A message object.
    var message: JSONOutput { .object([("text", .string(escaped))]) }
}

/// A file's name as a relative or absolute address (RFC 3986).
struct FileAddress {
    /// The address.
    let text: String
    /// Whether it is relative to the folder of the sources.
    let isRelative: Bool

    /// Writes a name as an address; bytes that an address cannot hold are percent-encoded.
    init(_ path: String) {
        isRelative = !path.hasPrefix("/")
        var result = isRelative ? "" : "file://"
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default: result += "%" + Hexadecimal.text([byte]).uppercased()
            }
        }
        text = result
    }
}
