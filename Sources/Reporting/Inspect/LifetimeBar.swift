internal import TokenCheck

/// A drawing of a token's lifetime with the present in it.
struct LifetimeBar: Sendable {
    private enum Position {
        case before
        case within(Int64)
        case after
    }

    private let begin: Int64
    private let end: Int64
    private let position: Position

    /// Makes a bar; nil when a time is missing or the token ends before it begins or in the same second.
    ///
    /// All times lie within ±2^53 seconds, so their differences times a number of columns fit into 64 bits.
    init?(from begin: NumericDate?, to end: NumericDate?, now: Instant) {
        guard let begin = begin?.floor, let end = end?.floor, begin < end else { return nil }
        self.begin = begin
        self.end = end
        let now = now.secondsSince1970
        position = now < begin ? .before : now < end ? .within(now - begin) : .after
    }

    /// Labels, the bar and a pointer to the present, each a line within the style's columns.
    func lines(style: TextStyle) -> [String] {
        let signs = style.usesUnicode ? Signs.drawn : Signs.ascii
        let width = style.columns - 4
        let gap = Self.blanks(5)
        switch position {
        case .before:
            let bar = signs.now + signs.gap + signs.bar(width - 5, filled: 0)
            return [
                "  \(gap)\(labels(width - 5))", "  \(style.paint(bar, .yellow))", "  now",
            ]
        case .after:
            let bar = signs.bar(width - 5, filled: width - 5) + signs.gap + signs.now
            return [
                "  \(labels(width - 5))", "  \(style.paint(bar, .red))",
                "  \(Self.blanks(width - 3))now",
            ]
        case .within(let elapsed):
            let column = Int(elapsed * Int64(width - 1) / (end - begin))
            let bar = signs.bar(width, filled: column, pointer: signs.now)
            let indent = min(max(0, column - 1), width - 3)
            return [
                "  \(labels(width))", "  \(style.paint(bar, .green))",
                "  \(Self.blanks(indent))now",
            ]
        }
    }

    /// The two ends in words, with their times where there is room.
    private func labels(_ width: Int) -> String {
        let long = ("issued \(TimeText.utc(begin))", "expires \(TimeText.utc(end))")
        let (left, right) =
            long.0.count + long.1.count + 2 <= width ? long : ("issued", "expires")
        return left + Self.blanks(width - left.count - right.count) + right
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: max(0, count))
    }

    /// The characters of a bar, each one column wide.
    private struct Signs {
        static let drawn = Signs(
            left: "├", right: "┤", past: "━", future: "─", now: "●", gap: " ·· ")
        static let ascii = Signs(
            left: "|", right: "|", past: "=", future: "-", now: "*", gap: " .. ")

        let left: String
        let right: String
        let past: String
        let future: String
        let now: String
        let gap: String

        func bar(_ width: Int, filled: Int, pointer: String? = nil) -> String {
            let columns = (0..<width).map { column in
                if column == filled, let pointer { return pointer }
                if column == 0 { return left }
                if column == width - 1 { return right }
                return column < filled ? past : future
            }
            return columns.joined()
        }
    }
}
