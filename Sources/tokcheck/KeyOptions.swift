internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON

/// Where the keys come from.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A key file: JWK set, JWK, PEM or DER; may be repeated.", valueName: "file"),
        completion: .file())
    var keys: [String] = []

    /// The keys of all files together, or none.
    func keySet() throws(CommandFault) -> KeySet {
        var sets: [KeySet] = []
        for file in keys { sets.append(try KeyFiles.read(file)) }
        guard let first = sets.first else { return .none }
        return sets.count == 1
            ? first
            : KeySet(
                sets.flatMap(\.entries),
                origin: KeySet.Origin(source: .file, name: keys.joined(separator: ", ")))
    }
}

/// Key files on disk.
enum KeyFiles {
    private static let maximumBytes = 1_048_576

    /// Reads one key file.
    static func read(_ file: String) throws(CommandFault) -> KeySet {
        let bytes = try FileReader.bytes(of: file, limit: maximumBytes + 1)
        let origin = KeySet.Origin(
            source: .file, name: file, sha256: Hexadecimal.text(Digest.sha256(bytes.span)))
        do throws(KeyFileDefect) {
            return try KeySet(parsing: bytes.span, origin: origin)
        } catch {
            let place = TextPlace(of: error.offset, in: bytes)
            let words = KeyFileWords(error)
            throw CommandFault(
                exit: .badData, code: "key-file", message: words.sentence, hint: words.hint,
                file: file, line: place.line, column: place.column)
        }
    }
}
