internal import ArgumentParser
internal import StrictJSON

/// The way to a member of a JSON object, written with dots: `request.headers.authorization`.
struct FieldPath: ExpressibleByArgument, Sendable, Equatable {
    /// The names, outermost first.
    let names: [String]

    /// Reads a path; nil when a name is empty.
    init?(argument: String) {
        let names = argument.split(separator: ".", omittingEmptySubsequences: false)
        guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.names = names.map(String.init)
    }

    /// The value at the end of the way, or nil when a member is not there.
    func value(in root: JSONValue) -> JSONValue? {
        var value = root
        for name in names {
            guard let next = value[name] else { return nil }
            value = next
        }
        return value
    }
}

/// Why a line holds no token that could be read.
enum LineProblem: String, CaseIterable {
    case empty = "line-empty"
    case tooLong = "line-too-long"
    case notUTF8 = "not-utf8"
    case notJSON = "not-json"
    case fieldMissing = "field-missing"
    case fieldNotText = "field-not-text"

    /// What that means.
    var meaning: String {
        switch self {
        case .empty: "there is nothing in the line"
        case .tooLong: "the line has more than 1 MiB"
        case .notUTF8: "the line is not UTF-8"
        case .notJSON: "the line is no strict JSON object"
        case .fieldMissing: "the object has no member of the name that --field gives"
        case .fieldNotText: "that member is not a string"
        }
    }
}

/// The token of one line.
struct LineToken {
    /// The token, or what is taken for one; empty when there is none.
    var bytes: ArraySlice<UInt8> = []
    /// The line's own name, as JSON.
    var id: [UInt8]?
    /// Why there is none.
    var problem: LineProblem?

    /// What a line may have: more than any form of one token, and the most that strict JSON is read of.
    static let maximumBytes = 1_048_576

    /// Finds the token in a line.
    /// - Parameters:
    ///   - line: The line, white space around it and all.
    ///   - isCut: Whether only the beginning of the line is there.
    ///   - field: Where a line of JSON has its token; nil: the line is the token.
    ///   - idField: Where it has its name.
    init(_ line: ArraySlice<UInt8>, isCut: Bool, field: FieldPath?, idField: FieldPath?) {
        guard !isCut else {
            // Longer than any token: the check of the size says so.
            bytes = line
            problem = .tooLong
            return
        }
        let text = line.trimmed
        guard !text.isEmpty else {
            problem = .empty
            return
        }
        guard let field else {
            bytes = text.bearerValue ?? text
            return
        }
        let document: JSONDocument
        do throws(JSONDefect) {
            document = try JSONDocument(taking: Array(text))
        } catch {
            problem = error.kind == .encoding ? .notUTF8 : .notJSON
            return
        }
        guard document.root.kind == .object else {
            problem = .notJSON
            return
        }
        id = idField.flatMap { $0.value(in: document.root) }.flatMap(Self.id)
        guard let value = field.value(in: document.root) else {
            problem = .fieldMissing
            return
        }
        guard let token = value.utf8 else {
            problem = .fieldNotText
            return
        }
        let inner = token[...].trimmed
        bytes = inner.bearerValue ?? inner
    }

    /// A scalar as the output repeats it; never a token.
    private static func id(_ value: JSONValue) -> [UInt8]? {
        var text: [UInt8] = []
        switch value.kind {
        case .string:
            let string = value.string ?? ""
            text.append(jsonString: Redaction.redacted(String(string.prefix(200))))
        case .number, .boolean:
            let number = value.text
            guard number.utf8.count <= 200 else { return nil }
            text += Array(number.utf8)
        case .null, .array, .object: return nil
        }
        return text
    }
}
