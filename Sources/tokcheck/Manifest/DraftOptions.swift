internal import ArgumentParser
internal import JOSE
internal import Reporting
internal import StrictJSON
internal import TokenCheck

/// Where a manifest that was made goes.
struct DraftOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Write the manifest to this new file.", valueName: "file"),
        completion: .file())
    var out: String?

    @Flag(help: "Let --out replace a file that is there.")
    var replace = false

    /// Writes a draft to the file, or else to standard output, and says what must be said of it.
    func write(_ draft: ManifestDraft, _ global: GlobalOptions) throws(CommandFault) {
        for note in draft.notes { StandardStreams.printError("tokcheck: note: \(note)\n") }
        let writer = draft.writer
        guard let out else {
            global.write(json: writer.json, text: writer.text)
            return
        }
        let isJSON = out.lowercased().hasSuffix(".json")
        let text = isJSON ? JSONWriter.text(writer.json, layout: .indented) + "\n" : writer.text
        if replace {
            try OutputFile.write(text, to: out)
        } else {
            try NewFile.create(text, at: out)
        }
        let reference = ManifestReference(
            file: out, sha256: Hexadecimal.text(Digest.sha256(Array(text.utf8).span)), name: nil)
        global.write(
            json: reference.hash,
            text:
                "wrote \(Escaping.plain(out)); next: tokcheck manifest explain \(Escaping.plain(out))\n"
        )
    }
}

/// A kind of token as a flag names it.
enum KindArgument: String, ExpressibleByArgument, CaseIterable {
    case application, delegated

    var kind: TokenKind { self == .application ? .application : .delegated }
}
