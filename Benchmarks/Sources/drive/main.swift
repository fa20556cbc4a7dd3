import JOSE
import Subjects
import TokenCheck

// Does one thing a given number of times, for tools that count instructions, allocations and leaks:
// drive bare|report|manifest|repeat|oneshot N, drive leaks N; drive tokens N writes N different tokens, one a line;
// drive sequences|expected N the tokens of N random sequences and the lines that a batch must write of them, and
// drive compare N holds inspectors against reports over these sequences.

/// Reports by one inspector; how many were accepted.
func inspect(
    _ subject: Subject, _ count: Int, _ remembering: Inspector.Remembering = .nothing
) -> Int {
    var inspector = Inspector(policy: subject.policy, remembering: remembering)
    var accepted = 0
    for _ in 0..<count {
        let report = inspector.report(
            on: subject.token.span, keys: subject.keys, now: subject.now)
        if report.isAccepted { accepted += 1 }
    }
    return accepted
}

/// Reports of their own; how many were accepted.
func report(_ subject: Subject, _ count: Int) -> Int {
    var accepted = 0
    for _ in 0..<count {
        let report = Report(
            on: subject.token.span, keys: subject.keys, policy: subject.policy, now: subject.now)
        if report.isAccepted { accepted += 1 }
    }
    return accepted
}

let scenario = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : ""
let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 0 : 0
let subject = Subject()
var accepted = 0

switch scenario {
case "bare":
    let bare = subject.bare
    for _ in 0..<count where bare.isValid() { accepted += 1 }
case "report": accepted = inspect(subject, count)
case "manifest": accepted = inspect(Subject(operations: 50), count)
case "repeat": accepted = inspect(subject, count, .tokens)
case "sequences", "expected":
    var sequences = Sequences()
    if scenario == "sequences" {
        sequences.writeTokens(count)
    } else {
        sequences.writeExpected(count)
    }
    accepted = count
case "compare":
    var sequences = Sequences()
    let same = sequences.compare(count)
    guard same == count * 4 else { fatalError("\(count * 4 - same) findings differ") }
    accepted = count
case "tokens":
    for token in subject.others(count) { print(String(decoding: token, as: UTF8.self)) }
    accepted = count
case "oneshot": accepted = report(subject, count)
case "leaks":
    // Good, altered and cut tokens; good and broken key files.
    let broken = ProjectFiles.bytes("Fixtures/keys/zoo.json")
    let pem = ProjectFiles.bytes("Fixtures/keys/entra-1-certificate.pem")
    for round in 0..<count {
        var token = subject.token
        if round % 4 == 1 { token[token.count - 20] ^= 1 }
        if round % 4 == 2 { token.removeLast(30) }
        if round % 4 == 3 { token = Array(token.reversed()) }
        let report = Report(
            on: token.span, keys: subject.keys, policy: subject.policy, now: subject.now)
        if report.isAccepted { accepted += 1 }
        for file in [broken, pem, Array(pem.dropLast(40)), Array(broken.dropLast(9))] {
            _ = try? KeySet(parsing: file.span, origin: KeySet.Origin(source: .file))
        }
    }
    guard accepted == (count + 3) / 4 else { fatalError("\(accepted) accepted") }
    accepted = count
default:
    fatalError(
        "drive bare|report|manifest|repeat|oneshot|leaks|tokens|sequences|expected|compare N")
}
guard accepted == count else { fatalError("\(accepted) of \(count) accepted") }
