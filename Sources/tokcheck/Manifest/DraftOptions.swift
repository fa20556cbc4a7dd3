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
        guard !replace || out != nil else {
            throw .usage("--replace without --out", hint: "name the file with --out FILE")
        }
        guard out != "-" else {
            throw .usage(
                "--out: - is no file", hint: "without --out it goes to standard output")
        }
        for note in draft.notes { StandardStreams.printNote(note) }
        let writer = draft.writer
        let most = Manifest.limits.maximumBytes
        guard writer.text.utf8.count <= most else {
            throw CommandFault(
                exit: .badData, code: "too-large",
                message: "the manifest would have more than \(most) bytes, which nobody reads",
                hint: "make it of less")
        }
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
