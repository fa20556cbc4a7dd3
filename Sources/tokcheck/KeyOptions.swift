internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Where the keys come from.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A key file: JWK set, JWK, PEM or DER; may be repeated.", valueName: "file"),
        completion: .file())
    var keys: [String] = []

    @Flag(help: "Ask nobody; take keys from files and the cache only.")
    var offline = false

    @Flag(help: "Ask for new keys, though not again within five minutes.")
    var refresh = false

    @Option(
        help: ArgumentHelp(
            "The keys of this application, which signs with keys of its own.", valueName: "guid"))
    var appid: String?

    @Option(
        help: ArgumentHelp("How old cached keys may be; 24h.", valueName: "time"))
    var maxKeyAge: DurationArgument?

    /// The application whose keys are asked for.
    var applicationID: String? { appid?.lowercased() }

    /// Refuses flags that contradict each other or make no sense.
    func refuseContradictions() throws(CommandFault) {
        if !keys.isEmpty, refresh || appid != nil {
            throw .usage(
                "--keys contradicts \(refresh ? "--refresh" : "--appid")",
                hint: "with a key file nobody is asked")
        }
        if offline, refresh {
            throw .usage("--offline contradicts --refresh", hint: "leave out one of them")
        }
        if let applicationID, !GUID.isCanonical(applicationID) {
            throw .usage(
                "--appid: not a GUID: \(Redaction.quoted(applicationID))",
                hint: "give the application id of the API that the token is for")
        }
    }

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
