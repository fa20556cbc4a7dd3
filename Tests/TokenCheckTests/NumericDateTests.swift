import StrictJSON
import TestSupport
import Testing

@testable import TokenCheck

@Suite struct NumericDateTests {
    private let edge: Int64 = 9_007_199_254_740_992

    private func date(_ text: String) throws -> NumericDate {
        let document = try JSONDocument(taking: Array(text.utf8))
        return try NumericDate(#require(document.root.number))
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("-0.0", 0), ("0e400", 0), ("-0.000e-999999999999999", 0),
            ("1795424100", 1_795_424_100), ("1795424100.0", 1_795_424_100),
            ("17954241e2", 1_795_424_100),
            ("1.7954241E+9", 1_795_424_100), ("17954241000000e-4", 1_795_424_100),
            ("1e-400", 0), ("-1e-400", -1), ("0.999999999999999999999999999999", 0), ("-0.5", -1),
            ("-1.5", -2), ("-1.0", -1), ("1.5", 1), ("1e-999999999999999", 0),
            ("-1e-999999999999999", -1), ("9007199254740991", 9_007_199_254_740_991),
            ("9007199254740991.999999999999999999", 9_007_199_254_740_991),
            ("9007199254740992", 9_007_199_254_740_992),
            ("9007199254740992.000", 9_007_199_254_740_992),
            ("900719925474099.2e1", 9_007_199_254_740_992),
            ("-9007199254740992", -9_007_199_254_740_992),
            ("-9007199254740991.5", -9_007_199_254_740_992),
            ("1e0000000000000000000000000000002", 100),
        ] as [(String, Int64)])
    func `the whole seconds of a time are its floor`(_ text: String, _ floor: Int64) throws {
        #expect(try date(text).floor == floor)
    }

    @Test(arguments: [
        "1e400", "-1e400", "1e16", "9007199254740992.0000000000000000000000000001",
        "9007199254740993", "-9007199254740993", "-9007199254740992.5", "90071992547409920",
        "1e12345678901234567890", "1e-12345678901234567890", "-1e99999999999999999999",
        "0e99999999999999999999", "1e1000000000000000", "1e9223372036854775807",
        "1e-9223372036854775808", "123456789012345678901234567890",
    ])
    func `a time beyond 2^53 or with a huge exponent is refused`(_ text: String) {
        #expect(throws: ClaimDefect.outOfRange) { try date(text) }
    }

    @Test(
        arguments: [
            ("1", "1.0", 0), ("1", "1.000000000000000000000000000001", -1), ("1e-400", "0", 1),
            ("1e-400", "2e-400", -1), ("-1e-400", "0", -1), ("-1e-400", "1e-400", -1),
            ("-1e-400", "-2e-400", 1), ("-0.9", "-0.1", -1), ("-0.9", "-0.90", 0),
            ("-0.3", "-0.29", -1),
            ("1e-999999999999999", "0", 1), ("1e-999999999999999", "1e-999999999999998", -1),
            ("-1e-999999999999999", "-1e-999999999999998", 1),
            ("9007199254740992", "9007199254740991.9", 1),
        ] as [(String, String, Int)])
    func `times are compared exactly`(_ left: String, _ right: String, _ order: Int) throws {
        let (left, right) = (try date(left), try date(right))
        #expect(left.isAtMost(right) == (order <= 0))
        #expect(right.isAtMost(left) == (order >= 0))
        #expect((left == right) == (order == 0))
    }

    @Test func `a time is later than a second only by what lies above it`() throws {
        #expect(try !date("5").isAfter(5))
        #expect(try date("5.0000000000000000000000000000000001").isAfter(5))
        #expect(try date("5e0").isAfter(4))
        #expect(try !date("-5").isAfter(-5))
        #expect(try date("-4.99999999999999999999999").isAfter(-5))
        #expect(try !date("-5.00000000000000000000001").isAfter(-5))
        #expect(try date("9007199254740992").isAfter(edge - 1))
    }

    @Test func `a plain and a negative fraction some seconds apart are compared exactly`() throws {
        // -0.7 + 1 is 0.3.
        #expect(try date("0.3").isAtMost(date("-0.7"), plus: 1))
        #expect(try !date("0.30000000000000000001").isAtMost(date("-0.7"), plus: 1))
        #expect(try date("-0.7").isAtMost(date("0.3"), plus: -1))
        #expect(try !date("-0.69999999999999999999").isAtMost(date("0.3"), plus: -1))
        #expect(try date("0.1").isAtMost(date("-1e-999999999999999"), plus: 1))
        // Zeros behind the point stand in one place, whatever whole number is before it.
        #expect(try date("7.05").isAtMost(date("0.05"), plus: 7))
        #expect(try !date("7.06").isAtMost(date("0.05"), plus: 7))
        #expect(try date("0.05").isAtMost(date("7.05"), plus: -7))
        #expect(try !date("1e-999999999999999").isAtMost(date("-1e-9"), plus: 0))
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every comparison agrees with plain decimal arithmetic`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for _ in 0..<600 {
            let texts = [random.decimal(), random.decimal()]
            let slow = texts.map(SlowDecimal.init(text:))
            let bound = SlowDecimal(text: "\(edge)")
            var dates: [NumericDate] = []
            for (text, exact) in zip(texts, slow) {
                let isInRange = !(bound < exact) && !(exact < bound.negated)
                let read = try? date(text)
                #expect((read != nil) == isInRange, "\(text), seed \(seed)")
                if let read {
                    #expect(SlowDecimal(text: "\(read.floor)").floor == exact.floor, "\(text)")
                    dates.append(read)
                }
            }
            guard dates.count == 2 else { continue }
            let seconds = Int64.random(in: -3...3, using: &random)
            let sum = slow[1] + SlowDecimal(text: "\(seconds)")
            #expect(
                dates[0].isAtMost(dates[1], plus: seconds) == !(sum < slow[0]),
                "\(texts[0]) <= \(texts[1]) + \(seconds), seed \(seed)")
            #expect((dates[0] == dates[1]) == (slow[0] == slow[1]), "\(texts), seed \(seed)")
            let whole = dates[0].floor + seconds
            #expect(
                dates[0].isAfter(whole) == (SlowDecimal(text: "\(whole)") < slow[0]),
                "\(texts[0]) > \(whole), seed \(seed)")
        }
    }
}

extension SplitMix64 {
    /// The text of a JSON number, most of them small, with digits that often agree.
    fileprivate mutating func decimal() -> String {
        func digits(_ count: Int) -> String {
            let pool = Array("0009991234567")
            return String((0..<count).map { _ in pool.randomElement(using: &self) ?? "0" })
        }
        var text = Bool.random(using: &self) ? "-" : ""
        switch Int.random(in: 0..<4, using: &self) {
        case 0: text += "0"
        case 1: text += "\(Int.random(in: 1...9, using: &self))"
        default: text += "1" + digits(Int.random(in: 1...16, using: &self))
        }
        if Bool.random(using: &self) { text += "." + digits(Int.random(in: 1...24, using: &self)) }
        if Int.random(in: 0..<3, using: &self) == 0 {
            text += "e\(Int.random(in: -24...8, using: &self))"
        }
        return text
    }
}

/// A decimal number as 40 digits before and 120 behind the point, negative ones in ten's complement.
///
/// Slow and obvious: the reference that the fast comparison must agree with.
private struct SlowDecimal: Equatable {
    private static let whole = 40
    private static let places = 120
    private var digits = [Int](repeating: 0, count: whole + places)

    init(text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let all = mantissa.joined()
        for (place, digit) in all.enumerated() {
            digits[Self.whole - mantissa[0].count - exponent + place] = digit.wholeNumberValue ?? 0
        }
        if isNegative { self = negated }
    }

    var negated: SlowDecimal {
        var result = self
        var carry = 1
        for place in digits.indices.reversed() {
            let sum = 9 - digits[place] + carry
            (result.digits[place], carry) = (sum % 10, sum / 10)
        }
        return result
    }

    var floor: ArraySlice<Int> { digits[..<Self.whole] }

    static func + (left: SlowDecimal, right: SlowDecimal) -> SlowDecimal {
        var result = left
        var carry = 0
        for place in left.digits.indices.reversed() {
            let sum = left.digits[place] + right.digits[place] + carry
            (result.digits[place], carry) = (sum % 10, sum / 10)
        }
        return result
    }

    static func < (left: SlowDecimal, right: SlowDecimal) -> Bool {
        // The first digit is 0 or 9; shifted by five, negative numbers come first.
        func key(_ number: SlowDecimal) -> [Int] {
            [(number.digits[0] + 5) % 10] + number.digits.dropFirst()
        }
        return key(left).lexicographicallyPrecedes(key(right))
    }
}
