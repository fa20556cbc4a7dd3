public import StrictJSON

/// A claim's time: an exact decimal number of seconds since 1970 (RFC 7519 §2).
///
/// Fractions and exponents of any length are exact; nothing passes through floating point.
public struct NumericDate: Sendable, Equatable {
    /// The greatest whole number that is not greater than the time.
    public let floor: Int64
    /// What lies above ``floor``, more than 0 and less than 1; nil for whole seconds, as nearly all times are.
    let fraction: DecimalFraction?

    /// Reads a JSON number.
    /// - Parameter number: Its text.
    /// - Throws: ``ClaimDefect/outOfRange`` when it lies beyond ±2^53, or when its exponent has more than 15 digits.
    public init(_ number: JSONNumber) throws(ClaimDefect) {
        try self.init(text: number.utf8[...])
    }

    init(text: ArraySlice<UInt8>) throws(ClaimDefect) {
        var isNegative = false
        var digits: [UInt8] = []
        var pointAt: Int?
        var exponent: Int64 = 0
        var position = text.startIndex
        if text.first == UInt8(ascii: "-") {
            isNegative = true
            position += 1
        }
        if text.count <= 15, let plain = Self.plainInteger(text[position...]) {
            (floor, fraction) = (isNegative ? -plain : plain, nil)
            return
        }
        while position < text.endIndex, text[position] | 0x20 != UInt8(ascii: "e") {
            if text[position] == UInt8(ascii: ".") {
                pointAt = digits.count
            } else {
                digits.append(text[position] &- UInt8(ascii: "0"))
            }
            position += 1
        }
        if position < text.endIndex { exponent = try Self.exponent(text[(position + 1)...]) }
        // The value is 0.DIGITS × 10^scale.
        var scale = Int64(pointAt ?? digits.count) + exponent
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        scale -= Int64(leading)
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { scale = 0 }
        guard scale <= 16 else { throw .outOfRange }
        var whole: Int64 = 0
        for place in 0..<max(0, Int(scale)) {
            whole = whole * 10 + Int64(place < digits.count ? digits[place] : 0)
        }
        let rest = Array(digits.dropFirst(max(0, Int(scale))))
        // The same fraction behind any whole number is written in the same way.
        let zeros = rest.prefix { $0 == 0 }.count
        let magnitude =
            rest.isEmpty
            ? nil
            : DecimalFraction(
                leadingZeros: max(0, -scale) + Int64(zeros), digits: Array(rest.dropFirst(zeros)))
        guard whole < Instant.limit || whole == Instant.limit && rest.isEmpty else {
            throw .outOfRange
        }
        if isNegative, let magnitude {
            (floor, fraction) = (-whole - 1, magnitude.complement)
        } else {
            (floor, fraction) = (isNegative ? -whole : whole, magnitude)
        }
    }

    private static func plainInteger(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ Int64(digit)  // At most 15 digits: below 2^50.
        }
        return value
    }

    private static func exponent(_ text: ArraySlice<UInt8>) throws(ClaimDefect) -> Int64 {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
            .drop { $0 == UInt8(ascii: "0") }
        guard digits.count <= 15, let value = plainInteger(digits) else { throw .outOfRange }
        return isNegative ? -value : value
    }
}

extension NumericDate {
    /// Whether this time is later than a whole number of seconds.
    func isAfter(_ seconds: Int64) -> Bool {
        floor > seconds || floor == seconds && fraction != nil
    }

    /// Whether this time is not later than another one and some whole seconds.
    func isAtMost(_ other: NumericDate, plus seconds: Int64 = 0) -> Bool {
        let bound = other.floor + seconds
        guard floor == bound else { return floor < bound }
        guard let fraction else { return true }
        guard let bound = other.fraction else { return false }
        return !(bound < fraction)
    }
}

/// A decimal fraction of more than 0 and less than 1, exact to any number of digits.
final class DecimalFraction: Sendable, Equatable {
    /// Zeros between the point and the first digit.
    let leadingZeros: Int64
    /// The digits behind them, of which the last is not 0.
    let digits: [UInt8]
    /// The value is 1 minus what the digits say; so a negative time needs no subtraction digit by digit.
    let isComplement: Bool

    init(leadingZeros: Int64, digits: [UInt8], isComplement: Bool = false) {
        self.leadingZeros = leadingZeros
        self.digits = digits
        self.isComplement = isComplement
    }

    /// 1 minus the fraction.
    var complement: DecimalFraction {
        DecimalFraction(leadingZeros: leadingZeros, digits: digits, isComplement: !isComplement)
    }

    static func == (left: DecimalFraction, right: DecimalFraction) -> Bool {
        !(left < right) && !(right < left)
    }

    static func < (left: DecimalFraction, right: DecimalFraction) -> Bool {
        switch (left.isComplement, right.isComplement) {
        case (false, false): left.isLess(than: right)
        case (true, true): right.isLess(than: left)
        case (false, true): left.compareMixed(right) < 0
        case (true, false): right.compareMixed(left) > 0
        }
    }

    /// Compares what the digits say.
    private func isLess(than other: DecimalFraction) -> Bool {
        if leadingZeros != other.leadingZeros { return leadingZeros > other.leadingZeros }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// Compares a plain fraction with a complement, digit by digit of the latter's true value.
    ///
    /// While the two agree, the plain fraction's zeros stand against nines that the complement really holds as
    /// digits, and the complement's nines against digits of the plain one. So the loop ends within their texts.
    private func compareMixed(_ complement: DecimalFraction) -> Int {
        let last = complement.leadingZeros + Int64(complement.digits.count) - 1
        var place: Int64 = 0
        while true {
            let mine = digit(at: place)
            let held = complement.digit(at: place)
            let theirs = place > last ? 0 : place == last ? 10 - held : 9 - held
            if mine != theirs { return mine < theirs ? -1 : 1 }
            if place > last, place >= leadingZeros + Int64(digits.count) { return 0 }
            place += 1
        }
    }

    private func digit(at place: Int64) -> UInt8 {
        let offset = place - leadingZeros
        return offset >= 0 && offset < digits.count ? digits[Int(offset)] : 0
    }
}
