internal import JOSE
internal import Reporting
internal import StrictJSON
internal import StrictYAML
internal import TokenCheck

/// A permissions manifest on disk: read once, the same bytes hashed and parsed.
struct ManifestFile {
    /// Its name, as it was given.
    let path: String
    /// The SHA-256 of its bytes, in hexadecimal digits.
    let sha256: String
    /// Its values, if it could be read.
    let document: JSONDocument?
    /// What it says, if nothing is wrong with it.
    let manifest: Manifest?
    /// What is wrong with it, in the order of the file.
    let errors: [ManifestProblem]
    private let source: ManifestSource?

    /// Reads a file; a name that ends in `.json` is strict JSON, every other one is YAML.
    /// - Throws: ``CommandFault`` (66) when the file cannot be read.
    init(_ path: String) throws(CommandFault) {
        self.init(
            path,
            bytes: try FileReader.bytes(
                of: path, limit: Manifest.limits.maximumBytes + 1, .atOnce))
    }

    /// Reads the bytes of a file.
    init(_ path: String, bytes: [UInt8]) {
        self.path = path
        sha256 = Hexadecimal.text(Digest.sha256(bytes.span))
        do throws(SourceDefect) {
            let source = try Self.source(path, bytes)
            self.source = source
            document = source.document
        } catch {
            (source, document, manifest) = (nil, nil, nil)
            errors = [error.problem]
            return
        }
        guard let source, let document else {
            (manifest, errors) = (nil, [])
            return
        }
        do throws(ManifestDefects) {
            manifest = try Manifest(parsing: document)
            errors = []
        } catch {
            manifest = nil
            errors = error.all.map { defect in
                let words = ManifestWords(defect, redacted: { Redaction.redacted($0) })
                return ManifestProblem(
                    level: .error, code: defect.kind.rawValue,
                    place: source.place(defect.path, defect.subject),
                    path: Self.redacted(defect.path),
                    message: words.sentence, hint: words.hint)
            }
            .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
        }
    }

    /// The manifest.
    /// - Throws: ``CommandFault`` (65) with the first thing that is wrong.
    func usable() throws(CommandFault) -> Manifest {
        if let manifest { return manifest }
        guard let first = errors.first else { throw fault(code: "manifest", "cannot be used") }
        let others = errors.count - 1
        let more =
            others == 0
            ? "" : "; \(others) more, see `tokcheck manifest lint \(Escaping.plain(path))`"
        throw CommandFault(
            exit: .badData, code: first.code, message: first.message,
            hint: (first.hint ?? "see `tokcheck manifest schema`") + more,
            file: Escaping.plain(path), line: first.place.line, column: first.place.column)
    }

    /// Refuses a file that is not the one that was pinned.
    func refuseUnlessPinned(_ pin: String) throws(CommandFault) {
        // Of a file that is too large only a part was read, whose digest says nothing.
        if errors.first?.code == YAMLDefect.Kind.tooLarge.rawValue { _ = try usable() }
        guard sha256 == pin else {
            throw fault(
                code: "manifest-sha256", "has the SHA-256 \(sha256), expected \(pin)",
                hint: "use the pinned file, or pin this one if it was reviewed")
        }
    }

    /// A JSON pointer without what could be a token; it stays a pointer.
    private static func redacted(_ path: String) -> String {
        let text = Redaction.redacted(path)
        return text.isEmpty || text.hasPrefix("/") ? text : "/" + text
    }

    /// A fault of the file as a whole (65).
    func fault(code: String, _ message: String, hint: String? = nil) -> CommandFault {
        CommandFault(
            exit: .badData, code: code, message: message, hint: hint, file: Escaping.plain(path))
    }

    /// A fault (65) at a place of the manifest, which is a JSON pointer.
    func fault(code: String, _ message: String, hint: String?, at path: String) -> CommandFault {
        let place = source?.place(path, .value)
        return CommandFault(
            exit: .badData, code: code, message: message, hint: hint,
            file: Escaping.plain(self.path), line: place?.line, column: place?.column)
    }

    /// What is worth a remark, in the order of the file.
    var remarks: [ManifestProblem] {
        guard let manifest, let source else { return [] }
        return manifest.remarks.map { remark in
            let words = RemarkWords(remark, redacted: { Redaction.redacted($0) })
            return ManifestProblem(
                level: .warning, code: remark.kind.rawValue,
                place: source.place(remark.path, remark.subject), path: remark.path,
                message: words.sentence, hint: words.hint)
        }
        .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    }

    /// The file as results name it.
    var reference: ManifestReference {
        ManifestReference(file: path, sha256: sha256, name: manifest?.name)
    }

    /// The file with the places of what the operations and the token are judged by.
    func reference(for operations: [String]) -> ManifestReference {
        var reference = reference
        for path in ManifestReference.paths(operations: operations) {
            reference.places[path] = source?.place(ofName: path)
        }
        return reference
    }

    private static func source(_ path: String, _ bytes: [UInt8]) throws(SourceDefect)
        -> ManifestSource
    {
        guard path.lowercased().hasSuffix(".json") else {
            do throws(YAMLDefect) {
                return .yaml(try YAMLDocument(parsing: bytes))
            } catch {
                throw SourceDefect(problem: ManifestSourceWords.problem(error))
            }
        }
        do throws(JSONDefect) {
            return .json(
                try JSONDocument(parsing: bytes.span, limits: Manifest.limits), bytes)
        } catch {
            throw SourceDefect(problem: ManifestSourceWords.problem(error, in: bytes))
        }
    }

    /// Why the file is neither YAML nor JSON.
    private struct SourceDefect: Error {
        let problem: ManifestProblem
    }
}

/// The values of a manifest's file, and what knows where each stands.
private enum ManifestSource {
    case yaml(YAMLDocument)
    case json(JSONDocument, [UInt8])

    var document: JSONDocument {
        switch self {
        case .yaml(let yaml): yaml.json
        case .json(let document, _): document
        }
    }

    func place(_ path: String, _ subject: ManifestDefect.Subject) -> TextPlace {
        guard let found = document.member(at: path) else { return TextPlace(line: 1, column: 1) }
        return place(subject == .name ? found.name ?? found.value : found.value)
    }

    /// The place of a member's name; nil when there is no such member.
    func place(ofName path: String) -> TextPlace? {
        document.member(at: path).map { place($0.name ?? $0.value) }
    }

    private func place(_ node: Int) -> TextPlace {
        switch self {
        case .yaml(let yaml): return yaml.place(ofNode: node)
        case .json(let document, let bytes):
            let value = JSONValue(document: document, index: node)
            return TextPlace(of: value.offset, in: bytes)
        }
    }
}
