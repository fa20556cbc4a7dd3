/// One line for people who wait: how many tokens, how fast, how long still.
public struct BatchProgress: Sendable {
    /// What was counted so far.
    public var tally: BatchTally
    /// For how long, in milliseconds.
    public var milliseconds: Int64
    /// How many bytes were judged.
    public var bytes: Int64
    /// How many bytes there are, if that is known.
    public var totalBytes: Int64?

    /// Describes a state.
    public init(tally: BatchTally, milliseconds: Int64, bytes: Int64, totalBytes: Int64?) {
        self.tally = tally
        self.milliseconds = milliseconds
        self.bytes = bytes
        self.totalBytes = totalBytes
    }

    /// The line, without a line break.
    public var text: String {
        var parts = [
            "\(Self.grouped(tally.lines)) lines",
            "\(Self.grouped(Int(Int64(tally.lines) * 1000 / max(1, milliseconds))))/s",
        ]
        // Before the first second the rate says nothing.
        if let totalBytes, bytes > 0, bytes <= totalBytes, milliseconds >= 1000 {
            let rest = Double(totalBytes - bytes) / Double(bytes) * Double(milliseconds) / 1000
            parts.append("\(TimeText.duration(Int64(min(rest, 1e9)))) left")
        }
        let counts = [
            (tally.accepted, "accepted"), (tally.rejectedInAll, "rejected"),
            (tally.undecided, "undecided"),
        ]
        parts.append(
            counts.filter { $0.0 > 0 }.map { "\(Self.grouped($0.0)) \($0.1)" }
                .joined(separator: ", "))
        return parts.filter { !$0.isEmpty }.joined(separator: " - ")
    }

    /// A number with a comma between each three digits.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
