/// A JSON value to be written.
public indirect enum JSONOutput: Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case boolean(Bool)
    /// An integer.
    case integer(Int64)
    /// A number of thousandths, written with three decimals.
    case thousandths(Int64)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONOutput])
    /// An object, its members in this order.
    case object([(String, JSONOutput)])
    /// A value of another document, its numbers exactly as they stand there.
    case copy(JSONValue)

    /// A string, or `null` for nil.
    public static func optional(_ text: String?) -> JSONOutput {
        text.map(JSONOutput.string) ?? .null
    }

    /// An integer, or `null` for nil.
    public static func optional(_ number: Int64?) -> JSONOutput {
        number.map(JSONOutput.integer) ?? .null
    }
}

/// Writes JSON that any reader reads and that no terminal acts upon.
public struct JSONWriter: Sendable {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// Everything on one line, as for JSON lines.
        case line
        /// One member or element a line, indented by two blanks; short arrays of scalars stay on one line.
        case indented
    }

    private let layout: Layout
    private var text = ""

    private init(layout: Layout) { self.layout = layout }

    /// The text of a value, without a line break at its end.
    /// - Parameters:
    ///   - value: What is written.
    ///   - layout: How it is laid out.
    /// - Returns: JSON in which control, bidirectional and invisible characters are escaped.
    public static func text(_ value: JSONOutput, layout: Layout) -> String {
        var writer = JSONWriter(layout: layout)
        writer.write(value, depth: 0)
        return writer.text
    }

    private mutating func write(_ value: JSONOutput, depth: Int) {
        switch value {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .thousandths(let value):
            let rest = String(value.magnitude % 1000)
            text += (value < 0 ? "-" : "") + String(value.magnitude / 1000) + "."
            text += String(repeating: "0", count: 3 - rest.count) + rest
        case .string(let value): write(string: value)
        case .array(let elements):
            let inline = layout == .line || elements.allSatisfy(\.isScalar)
            write(elements, between: ("[", "]"), inline: inline, depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let members):
            let inline = layout == .line
            write(members, between: ("{", "}"), inline: inline, depth: depth) { writer, member in
                writer.write(string: member.0)
                writer.text += writer.layout == .line ? ":" : ": "
                writer.write(member.1, depth: depth + 1)
            }
        case .copy(let value):
            if value.kind == .number {
                text += value.text
            } else {
                write(JSONOutput(value), depth: depth)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item], between brackets: (String, String), inline: Bool, depth: Int,
        each: (inout JSONWriter, Item) -> Void
    ) {
        text += brackets.0
        for (position, item) in items.enumerated() {
            if position > 0 { text += inline && layout == .indented ? ", " : "," }
            if !inline { breakLine(depth + 1) }
            each(&self, item)
        }
        if !inline, !items.isEmpty { breakLine(depth) }
        text += brackets.1
    }

    private mutating func breakLine(_ depth: Int) {
        text += "\n" + String(repeating: "  ", count: depth)
    }

    private mutating func write(string: String) {
        text += "\""
        var previous: Unicode.Scalar?
        for scalar in string.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // Two of them begin a command to the agents of several pipelines, wherever they stand in a line.
            case "#" where previous == "#": text += "\\u0023"
            default:
                if scalar.isHazardous {
                    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                        text += "\\u" + Hexadecimal.text([UInt8(unit >> 8), UInt8(unit & 0xFF)])
                    }
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}

extension JSONOutput {
    fileprivate var isScalar: Bool {
        switch self {
        case .null, .boolean, .integer, .thousandths, .string: true
        case .array, .object: false
        case .copy(let value): value.kind != .array && value.kind != .object
        }
    }

    /// One level of a value of another document.
    fileprivate init(_ value: JSONValue) {
        switch value.kind {
        case .null: self = .null
        case .boolean: self = .boolean(value.boolean == true)
        case .number: self = .copy(value)
        case .string: self = .string(value.string ?? "")
        case .array: self = .array(value.elements.map(JSONOutput.copy))
        case .object: self = .object(value.members.map { ($0.name, .copy($0.value)) })
        }
    }
}
