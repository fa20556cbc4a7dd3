/// One thing that a pipeline must be told: a check that fails, a warning, or why there is no verdict.
struct Issue: Sendable {
    /// How grave it is for the pipeline.
    enum Level: String, Sendable {
        /// It stops the pipeline.
        case error
        /// It does not.
        case warning
    }

    /// The check's name, or the kind of fault in one word.
    let code: String
    /// How grave it is.
    let level: Level
    /// The operation it speaks of, if it has a name.
    let operation: String?
    /// What is wrong in one line, claim values in quotes and escaped.
    let message: String
    /// Why, and how sure that is, where a cause explains more than the message.
    let reason: Reason?
    /// What to do, without a full stop.
    let remedy: String?
    /// Where the requirement stands.
    let place: FilePlace?

    /// A cause in words.
    struct Reason: Sendable {
        /// The cause's name.
        let code: String
        /// One or two sentences.
        let sentence: String
    }

    /// The message and everything that belongs below it, a line each.
    var lines: [String] {
        var lines = [message]
        if let reason { lines.append(reason.sentence) }
        if let remedy { lines.append("Do: " + remedy) }
        return lines
    }

    /// The issue's name and, if it is known, its cause's.
    var title: String { reason.map { "\(code) (\($0.code))" } ?? code }
}

/// A line of a file.
struct FilePlace: Sendable {
    /// The file's name, as it was given.
    let file: String
    /// The line, from 1.
    let line: Int
    /// The column in characters, from 1.
    let column: Int

    /// The file's name without the dot and slash in front that say nothing.
    var path: String {
        var path = file[...]
        while path.hasPrefix("./") { path = path.dropFirst(2).drop { $0 == "/" } }
        return path.isEmpty ? file : String(path)
    }
}
