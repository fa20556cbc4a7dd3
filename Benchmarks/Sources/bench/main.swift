import Subjects
import TokenCheck

/// Runs the bodies in turn, round after round, and gives for each its nanoseconds per call in every round.
func alternate(rounds: Int, calls: Int, _ bodies: [() -> Bool]) -> [[Double]] {
    var results = [[Double]](repeating: [], count: bodies.count)
    for round in -1..<rounds {
        for (place, body) in bodies.enumerated() {
            let start = nanoseconds()
            for _ in 0..<calls where !body() { fatalError("a measured token is refused") }
            let time = Double(nanoseconds() - start) / Double(calls)
            // The first round only warms up.
            if round >= 0 { results[place].append(time) }
        }
    }
    return results
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func text(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let whole = Int((value * scale).rounded())
    let fraction = String(whole % Int(scale))
    return "\(whole / Int(scale))"
        + (digits == 0
            ? "" : "." + String(repeating: "0", count: digits - fraction.count) + fraction)
}

func row(_ name: String, _ cells: String...) {
    let padding = String(repeating: " ", count: max(1, 34 - name.count))
    print(
        name + padding
            + cells.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined())
}

/// Bare verification and full report of one token, in turn.
func compare(_ subject: Subject, rounds: Int, calls: Int) -> (bare: [Double], report: [Double]) {
    let bare = subject.bare
    var inspector = Inspector(policy: subject.policy)
    let times = alternate(
        rounds: rounds, calls: calls,
        [
            { bare.isValid() },
            {
                inspector.report(on: subject.token.span, keys: subject.keys, now: subject.now)
                    .isAccepted
            },
        ])
    return (times[0], times[1])
}

func spread(_ name: String, _ values: [Double], _ digits: Int) {
    let sorted = values.sorted()
    row(
        name, text(median(values), digits), text(sorted.first ?? 0, digits),
        text(sorted.last ?? 0, digits))
}

let quick = CommandLine.arguments.contains("--quick")
let rounds = quick ? 7 : 11
let times = compare(Subject(), rounds: rounds, calls: quick ? 2_000 : 10_000)

print("one core, \(Subject().token.count)-byte token, RSA-2048, \(rounds) rounds in turn\n")
row("", "median", "least", "most")
spread("bare prepared verify, µs", times.bare.map { $0 / 1000 }, 2)
spread("full report with a role, µs", times.report.map { $0 / 1000 }, 2)
spread("bare / report", zip(times.bare, times.report).map { $0 / $1 }, 3)

print("\nsize of the token\n")
row("", "bytes", "bare µs", "report µs", "own ns/B")
for kibibytes in [2, 4, 8, 16, 32, 60] {
    let large = Subject(tokenBytes: kibibytes * 1024)
    let times = compare(large, rounds: 7, calls: quick ? 200 : 1_000)
    let own = (median(times.report) - median(times.bare)) / Double(large.token.count)
    row(
        "\(kibibytes) KiB", "\(large.token.count)", text(median(times.bare) / 1000, 1),
        text(median(times.report) / 1000, 1), text(own, 2))
}
