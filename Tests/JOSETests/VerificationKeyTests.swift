import JOSE
import TestSupport
import Testing

@Suite struct VerificationKeyTests {
    /// A number of this many bits, the lowest and the highest set.
    private func modulus(bits: Int, isOdd: Bool = true) -> [UInt8] {
        var random = SplitMix64(seed: UInt64(bits))
        var bytes = random.bytes((bits + 7) / 8)
        let top = (bits - 1) % 8
        bytes[0] = bytes[0] & UInt8((1 << (top + 1)) - 1) | 1 << UInt8(top)
        bytes[bytes.count - 1] = bytes[bytes.count - 1] & 0xFE | (isOdd ? 1 : 0)
        return bytes
    }

    private func defect(_ modulus: [UInt8], _ exponent: [UInt8]) -> KeyDefect? {
        do throws(KeyDefect) {
            _ = try VerificationKey(modulus: modulus.span, exponent: exponent.span)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            (512, .modulusTooShort), (2047, .modulusTooShort), (2048, nil), (2049, nil),
            (3072, nil),
            (4096, nil), (8191, nil), (8192, nil), (8193, .modulusTooLong),
            (16_384, .modulusTooLong),
        ] as [(Int, KeyDefect?)])
    func `a modulus has 2048 to 8192 bits`(_ bits: Int, _ expected: KeyDefect?) throws {
        #expect(defect(modulus(bits: bits), [1, 0, 1]) == expected)
        if expected == nil {
            let number = [0, 0] + modulus(bits: bits)
            let exponent: [UInt8] = [1, 0, 1]
            let key = try VerificationKey(modulus: number.span, exponent: exponent.span)
            #expect(key.modulusBits == bits)
            #expect(key.modulus == modulus(bits: bits))
            #expect(defect(modulus(bits: bits, isOdd: false), [1, 0, 1]) == .modulusEven)
        }
    }

    @Test(
        arguments: [
            ([], .exponentMalformed), ([0], .exponentMalformed),
            ([0, 0, 0, 0, 0], .exponentMalformed),
            ([1], .exponentTooSmall), ([3], .exponentTooSmall), ([0xFF, 0xFF], .exponentTooSmall),
            ([1, 0, 0], .exponentEven), ([2], .exponentEven), ([1, 0, 1], nil),
            ([0, 0, 1, 0, 1], nil),
            ([1, 0, 3], nil), ([0xFF, 0xFF, 0xFF, 0xFF], nil), ([0, 0xFF, 0xFF, 0xFF, 0xFF], nil),
            ([1, 0, 0, 0, 0], .exponentEven), ([1, 0, 0, 0, 1], .exponentTooLarge),
            ([UInt8](repeating: 0xFF, count: 256), .exponentTooLarge),
        ] as [([UInt8], KeyDefect?)])
    func `an exponent is odd, at least 65537 and below 2^32`(
        _ exponent: [UInt8], _ expected: KeyDefect?
    ) {
        #expect(defect(modulus(bits: 2048), exponent) == expected)
    }

    @Test func `a modulus of nothing but zeros is malformed`() {
        #expect(defect([], [1, 0, 1]) == .modulusMalformed)
        #expect(defect([UInt8](repeating: 0, count: 256), [1, 0, 1]) == .modulusMalformed)
    }
}
