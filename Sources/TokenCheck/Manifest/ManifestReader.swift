internal import StrictJSON

/// Reads a manifest and notes everything that is wrong with it.
struct ManifestReader {
    private(set) var defects: [ManifestDefect] = []
    /// After so many nobody reads on, and each is looked up in the file.
    private static let maximumDefects = 100

    /// A value and the way to it.
    struct Field {
        let value: JSONValue
        let path: String

        func member(_ name: String) -> Field? {
            value[name].map { Field(value: $0, path: path + "/" + Self.escaped(name)) }
        }

        /// A name as a step of a JSON pointer (RFC 6901 §3).
        static func escaped(_ name: String) -> String {
            guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") })
            else { return name }
            return name.map { $0 == "~" ? "~0" : $0 == "/" ? "~1" : String($0) }.joined()
        }

        var elements: [Field] {
            value.elements.enumerated().map {
                Field(value: $0.element, path: path + "/\($0.offset)")
            }
        }
    }

    mutating func note(
        _ kind: ManifestDefect.Kind, _ field: Field, _ subject: ManifestDefect.Subject = .value,
        found: String? = nil, possible: [String] = []
    ) {
        guard defects.count < Self.maximumDefects else { return }
        defects.append(
            ManifestDefect(kind, at: field.path, subject, found: found, possible: possible))
    }

    mutating func manifest(_ root: JSONValue) -> Manifest? {
        let root = Field(value: root, path: "")
        let keys = [
            "$schema", "tokcheck", "name", "about", "token", "operations", "forbid", "excess",
        ]
        guard isObject(root) else { return nil }
        guard let format = root.member("tokcheck") else {
            note(.keyMissing, root, possible: ["tokcheck"])
            return nil
        }
        guard format.value.kind == .number, format.value.text == "1" else {
            // Another format may mean anything by what follows.
            note(.formatUnknown, format, found: format.value.text, possible: ["1"])
            return nil
        }
        refuseUnknownKeys(of: root, known: keys, extensions: .allowed)
        if let schema = root.member("$schema") { _ = text(schema) }
        let name = root.member("name").flatMap { nameText($0) }
        let about = root.member("about").flatMap { shortText($0, limit: 2_000) }
        let bounds = root.member("token").map { tokenBounds($0) } ?? TokenBounds()
        let operations = operations(of: root, audiences: bounds.audiences)
        let forbidden = root.member("forbid").map { forbiddenPermissions($0) }
        let excess = root.member("excess").map { excessRule($0) }
        return Manifest(
            name: name, about: about, bounds: bounds, operations: operations,
            forbidden: forbidden ?? ForbiddenPermissions(), excess: excess ?? ExcessRule())
    }

    private mutating func forbiddenPermissions(_ field: Field) -> ForbiddenPermissions {
        var forbidden = ForbiddenPermissions()
        guard isObject(field) else { return forbidden }
        refuseUnknownKeys(of: field, known: ["application", "delegated"], extensions: .refused)
        forbidden.application = field.member("application").map { patterns($0) } ?? []
        forbidden.delegated = field.member("delegated").map { patterns($0) } ?? []
        return forbidden
    }

    private mutating func excessRule(_ field: Field) -> ExcessRule {
        var rule = ExcessRule()
        guard isObject(field) else { return rule }
        refuseUnknownKeys(of: field, known: ["level", "allow"], extensions: .refused)
        if let level = field.member("level").flatMap({ word($0, of: ExcessRule.Level.self) }) {
            rule.level = level
        }
        rule.allowed = field.member("allow").map { patterns($0) } ?? []
        return rule
    }

    private mutating func patterns(_ field: Field) -> [PermissionPattern] {
        list(field, limit: 200, isUnique: true) { reader, field in
            reader.text(field, .patternForm, where: ManifestText.isPattern)
        }
        .map(PermissionPattern.init)
    }
}

// The kinds of value that a manifest is made of.
extension ManifestReader {
    /// Whether names that begin with `x-` are free.
    enum Extensions { case allowed, refused }

    mutating func isObject(_ field: Field) -> Bool {
        guard field.value.kind != .object else { return true }
        note(.wrongKind, field, possible: ["a mapping"])
        return false
    }

    mutating func refuseUnknownKeys(of field: Field, known: [String], extensions: Extensions) {
        for (name, value) in field.value.members {
            if known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) { continue }
            if extensions == .allowed, name.utf8.starts(with: "x-".utf8) { continue }
            let member = Field(value: value, path: field.path + "/" + Field.escaped(name))
            note(
                .keyUnknown, member, .name, found: name,
                possible: known + (extensions == .allowed ? ["x-…"] : []))
        }
    }

    mutating func text(_ field: Field) -> String? {
        switch field.value.kind {
        case .string: return field.value.string
        case .number, .boolean, .null:
            note(.quotesNeeded, field, found: field.value.text)
        case .array, .object:
            note(.wrongKind, field, possible: ["text"])
        }
        return nil
    }

    /// A text of a form that is checked.
    mutating func text(
        _ field: Field, _ defect: ManifestDefect.Kind, where isRight: (String) -> Bool
    ) -> String? {
        guard let text = text(field) else { return nil }
        guard isRight(text) else {
            note(defect, field, found: text)
            return nil
        }
        return text
    }

    mutating func nameText(_ field: Field) -> String? {
        text(field, .nameForm, where: ManifestText.isName)
    }

    mutating func shortText(_ field: Field, limit: Int) -> String? {
        guard let text = text(field) else { return nil }
        guard text.unicodeScalars.count <= limit else {
            note(.tooLong, field, possible: ["\(limit)"])
            return nil
        }
        return text
    }

    mutating func guidText(_ field: Field) -> String? {
        text(field, .guidForm, where: GUID.isCanonical)
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ field: Field, of words: Word.Type)
        -> Word? where Word.RawValue == String
    {
        guard let text = text(field) else { return nil }
        guard let word = Word.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) })
        else {
            note(.valueUnknown, field, found: text, possible: Word.allCases.map(\.rawValue))
            return nil
        }
        return word
    }

    /// A list that is not empty and not too long, its members read one by one.
    mutating func list<Value: Equatable>(
        _ field: Field, limit: Int, isUnique: Bool,
        member: (inout ManifestReader, Field) -> Value?
    ) -> [Value] {
        guard field.value.kind == .array else {
            note(.wrongKind, field, possible: ["a list"])
            return []
        }
        let elements = field.elements
        guard (1...limit).contains(elements.count) else {
            note(.listSize, field, found: "\(elements.count)", possible: ["1", "\(limit)"])
            return []
        }
        var values: [Value] = []
        for element in elements {
            guard let value = member(&self, element) else { continue }
            if isUnique, values.contains(value) {
                note(.repeated, element, found: element.value.string)
            } else {
                values.append(value)
            }
        }
        return values
    }
}
