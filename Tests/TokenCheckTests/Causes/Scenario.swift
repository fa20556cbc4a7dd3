import JOSE
import StrictJSON
import TestSupport
import TokenCheck

/// The members of a JSON object, in order, each with its value as JSON text.
struct Members: Sendable {
    private var list: [(name: String, value: String)]

    init(list: [(name: String, value: String)]) { self.list = list }

    /// The JSON text of a member; set to nil it is taken out, a new one comes last.
    subscript(name: String) -> String? {
        get { list.first { $0.name == name }?.value }
        set {
            let place = list.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): list[place].value = value
            case (let place?, nil): list.remove(at: place)
            case (nil, let value?): list.append((name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The object.
    var json: String {
        "{" + list.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}

extension String {
    /// The text as a JSON string; it must need no escapes.
    var quoted: String { "\"\(self)\"" }
}

extension [String] {
    /// The texts as a JSON array.
    var quoted: String { "[" + map(\.quoted).joined(separator: ",") + "]" }
}

/// A token with all that its verdict rests on, to be changed before it is signed.
struct Scenario: Sendable {
    /// The header, or else the exact text of it.
    var header: Members
    var headerText: String?
    /// The header that the signature covers, where it is not the one that is sent.
    var signedHeaderText: String?
    var claims: Members
    /// A key of Tests/Support/Keys.
    var signer = "entra-1"
    /// What is judged instead of a signed token.
    var text: String?
    var policy: Policy
    var keys: KeySet
    var now: Int64
    var surroundings = Surroundings()

    private static let signers: [String: Signer] = {
        let names = ["entra-1", "application-1", "usgov-1", "usgov-2", "china-1", "b2c-1"]
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in
                (try? Signer(named: name)).map { (name, $0) }
            })
    }()

    /// The token.
    func token() throws -> [UInt8] {
        if let text { return Array(text.utf8) }
        guard let signer = Self.signers[signer] else { throw TestFault("no signer \(signer)") }
        let sent = headerText ?? header.json
        let payload = Base64URL.encode(claims.json.utf8)
        let signed = Base64URL.encode((signedHeaderText ?? sent).utf8) + "." + payload
        let signature = Base64URL.encode(try signer.signature(of: signed))
        return Array("\(Base64URL.encode(sent.utf8)).\(payload).\(signature)".utf8)
    }

    /// The token judged, and the causes of the verdict.
    func judged(_ times: Judged.Times = .once) throws -> Judged {
        Judged(
            try token(), keys: keys, policy: policy, now: Instant(secondsSince1970: now),
            surroundings: surroundings, times)
    }
}

/// A report with the causes that were found for it.
struct Judged {
    let token: [UInt8]
    let report: Report
    let causes: [Cause]
    /// Whether a second search and a new report say the same, if there was a second time.
    let isSteady: Bool

    /// How often the same is asked.
    enum Times { case once, twice }

    init(
        _ token: [UInt8], keys: KeySet, policy: Policy, now: Instant,
        surroundings: Surroundings = Surroundings(), _ times: Times = .once
    ) {
        func causes(of report: Report) -> [Cause] {
            CauseSearch(explaining: report, on: token.span, surroundings: surroundings).causes
        }
        let report = Report(on: token.span, keys: keys, policy: policy, now: now)
        let found = causes(of: report)
        self.token = token
        self.report = report
        self.causes = found
        switch times {
        case .once: isSteady = true
        case .twice:
            let again = Report(on: token.span, keys: keys, policy: policy, now: now)
            isSteady =
                report.saysTheSame(as: again)
                && found.map(\.everything) == causes(of: again).map(\.everything)
        }
    }

    /// Codes, certainties and checks, for messages.
    var summary: String {
        "\(report.verdictWord); causes "
            + causes.map { "\($0.code) \($0.certainty.rawValue) of \($0.explains)" }.description
            + "; failing \(report.remarkable.map { "\($0.code)" })"
    }

    private static let fails: Set<Finding.Status> = [.violated, .undecided, .blocked]

    /// What is wrong with the causes whatever the token is; empty when nothing is.
    var faults: [String] {
        var faults: [String] = []
        if !isSteady { faults.append("a second search or report differs") }
        if causes.count > 8 { faults.append("\(causes.count) causes") }
        let codes = causes.map(\.code)
        if Set(codes).count < codes.count { faults.append("a cause twice") }
        // A check that is blocked does not hold either; a cause may stand behind another.
        let failing = Set(report.findings.filter { Self.fails.contains($0.status) }.map(\.code))
        for cause in causes {
            if !(CauseList.certainties[cause.code.name]?.contains(cause.certainty) ?? false) {
                faults.append("\(cause.code) cannot be \(cause.certainty.rawValue)")
            }
            for code in cause.explains where !failing.contains(code) {
                faults.append("\(cause.code) explains \(code), which does not fail")
            }
            if cause.explains.isEmpty { faults.append("\(cause.code) explains nothing") }
            let order = cause.explains.map { code in Check.all.firstIndex { $0.code == code } ?? -1
            }
            if order != order.sorted() { faults.append("\(cause.code): checks out of order") }
        }
        if report.isAccepted, !Set(codes).isSubset(of: ["policy-open", "aud-alias"]) {
            faults.append("an accepted token is explained")
        }
        return faults + misplaced
    }

    /// The main cause comes first: one that explains a check of the class for which the token is rejected, if any does.
    private var misplaced: [String] {
        guard case .rejected(let rejection) = report.verdict, let main = causes.first else {
            return []
        }
        let grave = Set(
            report.remarkable.filter {
                $0.status == .violated && $0.checkClass.rawValue == rejection.rawValue
            }.map(\.code))
        func isGrave(_ cause: Cause) -> Bool { cause.explains.contains(where: grave.contains) }
        return causes.contains(where: isGrave) && !isGrave(main) ? ["not the main cause first"] : []
    }
}

extension Cause {
    /// All of it, to compare two.
    var everything: String { "\(code) \(certainty.rawValue) \(explains) \(facts)" }
}

/// The published list of causes with how sure each may be.
enum CauseList {
    static let lines: [[String]] = {
        let text = (try? TestFiles.text("Fixtures/causes.txt")) ?? ""
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }()

    static let certainties: [String: [Cause.Certainty]] = Dictionary(
        uniqueKeysWithValues: lines.map {
            ($0[0], $0.dropFirst().compactMap(Cause.Certainty.init(rawValue:)))
        })
}
