import CBare
import JOSE
import Reporting
import Subjects
import TokenCheck

/// Random sequences of good, mutated and repeated tokens, and what reports made each by itself say of them.
struct Sequences {
    private let subject = Subject()
    private var tokens: [[UInt8]]
    private var lines: [[UInt8]] = []
    private var findings: [String] = []
    private var state: UInt64 = 1

    /// Makes the tokens.
    init() {
        tokens = subject.others(30)
        for number in 0..<60 {
            var token = tokens[number % 30]
            let place = Int(next() % UInt64(token.count))
            switch number % 3 {
            case 0: token[place] = UInt8(ascii: "A") + UInt8(next() % 26)
            case 1: token.remove(at: place)
            default: token = Array(token[..<place])
            }
            tokens.append(token)
        }
        for token in tokens {
            let report = Report(
                on: token.span, keys: subject.keys, policy: subject.policy, now: subject.now)
            findings.append(Self.text(report))
            var line: [UInt8] = []
            JSONLReport(
                report, at: JSONLReport.Place(line: 0), fingerprint: Self.fingerprint(token)[...]
            ).write(to: &line)
            lines.append(Array(line.dropFirst("{\"line\":0".utf8.count)))
        }
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    /// Calls the body with each token of so many sequences; a sequence has four, of which some come twice.
    mutating func forEach(_ count: Int, _ body: (Int) -> Void) {
        state = 7
        for _ in 0..<count {
            let few = [next(), next(), next()].map { Int($0 % UInt64(tokens.count)) }
            for _ in 0..<4 { body(few[Int(next() % 3)]) }
        }
    }

    /// Writes the tokens, one a line.
    mutating func writeTokens(_ count: Int) {
        let tokens = tokens
        forEach(count) { place in write(tokens[place] + [0x0A]) }
    }

    /// Writes the lines that a batch must write.
    mutating func writeExpected(_ count: Int) {
        let lines = lines
        var number = 0
        forEach(count) { place in
            number += 1
            write(Array("{\"line\":\(number)".utf8) + lines[place])
        }
    }

    /// Holds inspectors without a memory, with a small and with a large one against reports.
    mutating func compare(_ count: Int) -> Int {
        let (subject, tokens, findings) = (subject, tokens, findings)
        var same = 0
        var small = Inspector(
            policy: subject.policy, remembering: .tokens(maximumBytes: 20_000))
        var large = Inspector(policy: subject.policy, remembering: .tokens)
        var plain = Inspector(policy: subject.policy)
        forEach(count) { place in
            let token = tokens[place]
            let texts = [
                Self.text(small.report(on: token.span, keys: subject.keys, now: subject.now)),
                Self.text(large.report(on: token.span, keys: subject.keys, now: subject.now)),
                Self.text(plain.report(on: token.span, keys: subject.keys, now: subject.now)),
            ]
            if texts.allSatisfy({ $0 == findings[place] }) { same += 1 }
        }
        return same
    }

    private static func text(_ report: Report) -> String {
        report.findings.map { "\($0.code.name) \($0.status) \($0.operation ?? "")" }
            .joined(separator: "\n")
    }

    private static func fingerprint(_ token: [UInt8]) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: 32)
        guard EVP_Q_digest(nil, "SHA256", nil, token, token.count, &hash, nil) == 1 else {
            fatalError("no digest")
        }
        let digits = Array("0123456789abcdef".utf8)
        return hash.prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
