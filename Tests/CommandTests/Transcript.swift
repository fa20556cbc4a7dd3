import Foundation
import TestSupport

/// Command lines with what they print and how they end, as one would copy them from a terminal.
///
/// `$ tokcheck …` begins a command, with `NAME=value` before it for variables and `< FILE` behind it for input. Then
/// come the lines of standard output, those of standard error behind `2> `, and `[exit N]`. Lines with `#` before a
/// command are comments.
struct Transcript {
    struct Step {
        var comment: [String] = []
        var line = ""
        var expected: [String] = []
    }

    let path: String
    var steps: [Step] = []

    init(path: String) throws {
        self.path = path
        var step = Step()
        var isInStep = false
        for line in try TestFiles.text(path).components(separatedBy: "\n") {
            if !isInStep {
                if line.hasPrefix("$ ") {
                    step.line = String(line.dropFirst(2))
                    isInStep = true
                } else {
                    step.comment.append(line)
                }
                continue
            }
            step.expected.append(line)
            if line.hasPrefix("[exit ") {
                steps.append(step)
                step = Step()
                isInStep = false
            }
        }
        guard !isInStep else { throw TestFault("\(path): a command without [exit N]") }
    }

    /// Runs a step and gives back its lines in the transcript's form.
    static func run(_ step: Step) throws -> [String] {
        var words = try ShellWords.split(step.line)
        var environment: [String: String] = [:]
        while let word = words.first, word != "tokcheck", let equals = word.firstIndex(of: "=") {
            environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
            words.removeFirst()
        }
        guard words.first == "tokcheck" else { throw TestFault("not a command: \(step.line)") }
        var input: [UInt8] = []
        if let sign = words.firstIndex(of: "<") {
            input = try TestFiles.bytes("Fixtures/" + words[sign + 1])
            words.removeSubrange(sign...(sign + 1))
        }
        let outcome = try Binary.run(
            Array(words.dropFirst()), environment: environment, input: input)
        return lines(outcome.output) + lines(outcome.errors).map { "2> " + $0 } + [
            "[exit \(outcome.exit)]"
        ]
    }

    private static func lines(_ text: String) -> [String] {
        var lines = text.components(separatedBy: "\n")
        if lines.last == "" { lines.removeLast() }
        // How long something took is different every time.
        return lines.map { line in
            guard line.contains("tokensPerSecond") else { return line }
            return line.replacing(
                #/"seconds":[0-9.]+,"tokensPerSecond":[0-9]+/#,
                with: #""seconds":0.000,"tokensPerSecond":0"#)
        }
    }

    /// The whole text with other results.
    func text(with results: [[String]]) -> String {
        zip(steps, results).map { step, result in
            (step.comment + ["$ " + step.line] + result).joined(separator: "\n")
        }.joined(separator: "\n") + "\n"
    }
}

/// The words of a command line: blanks divide, quotes hold together.
enum ShellWords {
    static func split(_ line: String) throws -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open {
                    quote = nil
                } else {
                    word = (word ?? "") + String(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { throw TestFault("open quote: \(line)") }
        if let done = word { words.append(done) }
        return words
    }
}
