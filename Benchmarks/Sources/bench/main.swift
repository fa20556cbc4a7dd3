import Subjects
import TokenCheck

/// Runs the bodies in turn, round after round, and gives for each its nanoseconds per call in every round.
///
/// They take turns every few calls, a millisecond or two, and the time is the processor's, so that what neighbours do to
/// one they do to all.
func alternate(rounds: Int, calls: Int, _ bodies: [() -> Bool]) -> [[Double]] {
    var results = [[Double]](repeating: [], count: bodies.count)
    let slice = 50
    for round in -1..<rounds {
        var times = [UInt64](repeating: 0, count: bodies.count)
        for _ in 0..<max(1, calls / slice) {
            for (place, body) in bodies.enumerated() {
                let start = processorNanoseconds()
                for _ in 0..<slice where !body() { fatalError("a measured token is refused") }
                times[place] += processorNanoseconds() - start
            }
        }
        // The first round only warms up.
        guard round >= 0 else { continue }
        for place in bodies.indices {
            results[place].append(Double(times[place]) / Double(max(1, calls / slice) * slice))
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
func compare(
    _ subject: Subject, bare: BareVerify? = nil, rounds: Int, calls: Int,
    _ remembering: Inspector.Remembering = .nothing
) -> (bare: [Double], report: [Double]) {
    let bare = bare ?? subject.bare
    var inspector = Inspector(policy: subject.policy, remembering: remembering)
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

/// A row of a table that varies one thing: bare, report, and the median of the ratios of each round.
func ratioRow(_ name: String, _ times: (bare: [Double], report: [Double])) {
    let ratios = zip(times.bare, times.report).map { $0 / $1 }
    row(
        name, text(median(times.bare) / 1000, 1), text(median(times.report) / 1000, 1),
        text(median(ratios), 3))
}

/// The tokens of a file, one a line.
func tokens(of path: String) -> [[UInt8]] {
    ProjectFiles.bytes(path, isAbsolute: path.hasPrefix("/"))
        .split(separator: 0x0A).map(Array.init)
}

let arguments = CommandLine.arguments
if let place = arguments.firstIndex(of: "--library"), place + 1 < arguments.count {
    // The library's own rate over the tokens of a file, for comparison with `batch`.
    let all = tokens(of: arguments[place + 1])
    let subject = Subject()
    var inspector = Inspector(policy: subject.policy)
    let start = nanoseconds()
    for token in all {
        let report = inspector.report(on: token.span, keys: subject.keys, now: subject.now)
        guard report.isAccepted else { fatalError("a measured token is refused") }
    }
    print(text(Double(all.count) * 1e9 / Double(nanoseconds() - start), 0))
} else {
    let quick = arguments.contains("--quick")
    let rounds = quick ? 7 : 11
    let (many, few) = quick ? (2_000, 200) : (10_000, 1_000)

    print("one core, \(Subject().token.count)-byte token, RSA-2048, \(rounds) rounds in turn\n")
    row("", "median", "least", "most")
    let times = compare(Subject(), rounds: rounds, calls: many)
    spread("bare prepared verify, µs", times.bare.map { $0 / 1000 }, 2)
    spread("full report with a role, µs", times.report.map { $0 / 1000 }, 2)
    spread("bare / report", zip(times.bare, times.report).map { $0 / $1 }, 3)
    let again = compare(Subject(), rounds: rounds, calls: many, .tokens)
    spread("report of a token seen before, µs", again.report.map { $0 / 1000 }, 2)
    spread("bare / seen before", zip(again.bare, again.report).map { $0 / $1 }, 1)

    print("\nsize of the RSA key\n")
    row("bits", "bare µs", "report µs", "ratio")
    for bits: Int32 in [2048, 3072, 4096] {
        let key = RSAKey(bits: bits)
        let subject = Subject(signedBy: key)
        ratioRow(
            "\(bits)",
            compare(subject, bare: key.bare(subject.token), rounds: 7, calls: few))
    }
    print("\nsize of the token\n")
    row("bytes", "bare µs", "report µs", "ratio")
    for kibibytes in [1, 2, 4, 8, 16, 32, 60] {
        let subject = Subject(tokenBytes: kibibytes * 1024)
        ratioRow("\(subject.token.count)", compare(subject, rounds: 7, calls: few))
    }
    print("\nkeys in the list, the last one of which has signed\n")
    row("keys", "bare µs", "report µs", "ratio")
    for count in [1, 4, 16, 64, 256] {
        ratioRow("\(count)", compare(Subject(keys: count), rounds: 7, calls: few))
    }
    print("\noperations in the manifest\n")
    row("operations", "bare µs", "report µs", "ratio")
    for count in [1, 5, 20, 50] {
        ratioRow("\(count)", compare(Subject(operations: count), rounds: 7, calls: few))
    }
}
