import StrictJSON
import TestSupport
import Testing
import TokenCheck

/// The codes that only a manifest can ask for; flags cannot, so they have no twins here.
private let manifestCodes: Set = [
    "permissions-forbidden", "permissions-minimal", "directory-roles-held",
]

/// The one code of another class that may also be undecided, depending on the age of the list.
private let alsoUndecided: Set = ["key-found"]

/// The twins of one code.
struct Twins: CustomTestStringConvertible, Sendable {
    let code: String
    let files: [String]

    var testDescription: String { code }

    var check: Check? { Check.named(code) }

    func path(_ name: String) -> String { "Fixtures/checks/\(code)/\(name).json" }

    static let all: [Twins] = {
        let paths = (try? TestFiles.paths(below: "Fixtures/checks")) ?? []
        let parts = paths.map { $0.split(separator: "/").map(String.init) }
        return Dictionary(grouping: parts, by: { $0[2] })
            .map { Twins(code: $0.key, files: $0.value.map { $0[3...].joined(separator: "/") }) }
            .sorted { $0.code < $1.code }
    }()
}

@Suite struct CheckListTests {
    @Test func `there are as many cases as were written`() throws {
        #expect(Check.all.count == 56)
        #expect(try TestFiles.paths(below: "Fixtures/checks").count == 107)
        #expect(try TestFiles.paths(below: "Fixtures/shapes", suffix: ".json").count == 159)
        #expect(try TestFiles.paths(below: "Fixtures/refused", suffix: ".json").count == 446)
    }

    @Test func `the list of codes is the published one, in order and with classes`() throws {
        let published = try TestFiles.text("Fixtures/checks.txt").split(separator: "\n")
        #expect(
            Check.all.map { "\($0.code.name) \($0.checkClass.rawValue)" }
                == published.map(String.init))
        #expect(Set(Check.all.map(\.code)).count == Check.all.count)
    }

    @Test func `each check needs only earlier checks that exist`() {
        for (position, check) in Check.all.enumerated() {
            let earlier = Check.all[..<position].map(\.code)
            for need in check.needs {
                #expect(earlier.contains(need), "\(check.code) needs \(need)")
            }
            #expect(Set(check.needs).count == check.needs.count, "\(check.code)")
        }
    }

    @Test func `each check says what it requires and where that comes from`() {
        for check in Check.all {
            #expect(!check.meaning.isEmpty, "\(check.code)")
            #expect(!check.reference.isEmpty, "\(check.code)")
            #expect(check.meaning.last != ".", "\(check.code)")
            #expect(Check.named(check.code.name)?.code == check.code)
        }
    }

    @Test func `each code has its twins and each folder its code`() {
        let codes = Set(Check.all.map(\.code.name))
        #expect(Set(Twins.all.map(\.code)) == codes.subtracting(manifestCodes))
        #expect(manifestCodes.isSubset(of: codes))
        for twins in Twins.all {
            let check = twins.check
            var files: Set = ["satisfied.json"]
            files.insert(check?.checkClass == .undecided ? "undecided.json" : "violated.json")
            if alsoUndecided.contains(twins.code) { files.insert("undecided.json") }
            #expect(Set(twins.files) == files, "\(twins.code)")
        }
    }

    @Test(arguments: Twins.all)
    func `twins differ in exactly one field`(_ twins: Twins) throws {
        func fields(_ name: String) throws -> CaseFields { try CaseFields(twins.path(name)) }
        let satisfied = try fields("satisfied")
        if alsoUndecided.contains(twins.code) {
            let undecided = try fields("undecided")
            let violated = try fields("violated")
            #expect(satisfied.differences(from: violated) == ["header/kid"])
            #expect(violated.differences(from: undecided) == ["keys/age"])
        } else {
            for file in twins.files where file != "satisfied.json" {
                let other = try fields(String(file.dropLast(5)))
                let differences = satisfied.differences(from: other)
                #expect(differences.count == 1, "\(differences)")
            }
        }
    }

    @Test(arguments: Twins.all)
    func `a satisfied twin is accepted and satisfies its check`(_ twins: Twins) throws {
        let report = try TokenCase(path: twins.path("satisfied")).report
        #expect(report.isAccepted)
        #expect(report.statuses(of: twins.code) == [.satisfied])
        #expect(report.findings.filter { $0.status == .undecided || $0.status == .blocked }.isEmpty)
    }

    @Test(arguments: Twins.all)
    func `a failing twin has that single fault`(_ twins: Twins) throws {
        for file in twins.files where file != "satisfied.json" {
            let status: Finding.Status = file == "violated.json" ? .violated : .undecided
            let report = try TokenCase(path: twins.path(String(file.dropLast(5)))).report
            let isWarning = twins.check?.checkClass == .warning
            #expect(report.isAccepted == isWarning)
            #expect(report.statuses(of: twins.code) == [status])
            for finding in report.remarkable where finding.code.name != twins.code {
                #expect(finding.isWarning, "\(finding.code) is \(finding.status)")
            }
        }
    }
}

/// The fields of a case by path; what is said about it and what is expected of it are left out.
///
/// A repeated member is a field for each time it stands there: its name, then how often it stood there before.
private struct CaseFields {
    private var values: [String: String] = [:]
    private var whole: [String: String] = [:]
    private let parts: Set = ["policy", "keys", "header", "claims"]

    init(_ path: String) throws {
        let limits = JSONLimits(repeatedNames: .recorded)
        let root = try JSONDocument(taking: TestFiles.bytes(path), limits: limits).root
        for (name, value) in root.members where name != "about" && name != "expect" {
            if parts.contains(name) {
                whole[name] = value.text
                if value.kind == .object {
                    for member in value.members { add(member.value.text, "\(name)/\(member.name)") }
                } else {
                    add(value.text, name)
                }
            } else {
                add(value.text, name)
            }
        }
    }

    private mutating func add(_ value: String, _ path: String) {
        var key = path
        var count = 1
        while values[key] != nil {
            count += 1
            key = "\(path)#\(count)"
        }
        values[key] = value
    }

    func differences(from other: CaseFields) -> [String] {
        Set(values.keys).union(other.values.keys).filter { values[$0] != other.values[$0] }.sorted()
    }
}
