public import StrictJSON

/// A claim's time: an exact decimal number of seconds since 1970 (RFC 7519 §2).
///
/// Fractions and exponents of any length are exact; nothing passes through floating point.
public struct NumericDate: Sendable, Equatable {
    /// The greatest whole number that is not greater than the time.
    public let floor: Int64
    /// What lies above ``floor``: at least 0, less than 1.
    let fraction: DecimalFraction

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
            (floor, fraction) = (isNegative ? -plain : plain, .zero)
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
        let magnitude = DecimalFraction(leadingZeros: max(0, -scale), digits: rest)
        guard whole < Instant.limit || whole == Instant.limit && rest.isEmpty else {
            throw .outOfRange
        }
        if isNegative, !rest.isEmpty {
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
        floor > seconds || floor == seconds && !fraction.digits.isEmpty
    }

    /// Whether this time is not later than another one and some whole seconds.
    func isAtMost(_ other: NumericDate, plus seconds: Int64 = 0) -> Bool {
        let bound = other.floor + seconds
        return floor == bound ? !(other.fraction < fraction) : floor < bound
    }
}

/// A decimal fraction of at least 0 and less than 1, exact to any number of digits.
struct DecimalFraction: Sendable, Equatable {
    /// Zeros between the point and the first digit.
    let leadingZeros: Int64
    /// The digits behind them, of which the last is not 0; empty for zero.
    let digits: [UInt8]
    /// The value is 1 minus what the digits say; so a negative time needs no subtraction digit by digit.
    private(set) var isComplement = false

    static var zero: DecimalFraction { DecimalFraction(leadingZeros: 0, digits: []) }

    init(leadingZeros: Int64, digits: [UInt8]) {
        self.leadingZeros = digits.isEmpty ? 0 : leadingZeros
        self.digits = digits
    }

    var complement: DecimalFraction {
        var result = self
        if !digits.isEmpty { result.isComplement.toggle() }
        return result
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
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
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
