internal import StrictJSON

/// Text as XML 1.0 holds it, in elements and in attributes alike.
struct XMLText {
    /// The text with references in place of what XML would read.
    let escaped: String

    /// Escapes a text.
    ///
    /// Characters that XML 1.0 forbids are dropped; other hazardous ones are written out. Line breaks stay in elements,
    /// and become references, which attributes keep.
    init(_ text: String) {
        var result = ""
        for scalar in text.unicodeScalars where Self.isAllowed(scalar) {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\n": result += "&#10;"
            default:
                result +=
                    scalar.isHazardous
                    ? Escaping.written(scalar)
                    : String(scalar)
            }
        }
        escaped = result
    }

    /// XML 1.0, production 2 (Char).
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}

/// An element of XML, its attributes in this order.
struct XMLElement {
    let name: String
    let attributes: [(String, String)]
    let content: Content

    /// What lies in an element.
    indirect enum Content {
        case elements([XMLElement])
        case text(String)
    }

    init(_ name: String, _ attributes: [(String, String)] = [], _ elements: [XMLElement] = []) {
        self.name = name
        self.attributes = attributes
        content = .elements(elements)
    }

    init(_ name: String, _ attributes: [(String, String)] = [], text lines: [String]) {
        self.name = name
        self.attributes = attributes
        content = .text(lines.map { XMLText($0).escaped }.joined(separator: "\n"))
    }

    /// The element, indented by two blanks for each element around it; text is not indented.
    func text(indent: String = "") -> String {
        let list = attributes.map { " \($0.0)=\"\(XMLText($0.1).escaped)\"" }.joined()
        switch content {
        case .elements(let elements) where elements.isEmpty:
            return "\(indent)<\(name)\(list)/>\n"
        case .elements(let elements):
            let inside = elements.map { $0.text(indent: indent + "  ") }.joined()
            return "\(indent)<\(name)\(list)>\n\(inside)\(indent)</\(name)>\n"
        case .text(let text):
            return "\(indent)<\(name)\(list)>\(text)</\(name)>\n"
        }
    }
}
