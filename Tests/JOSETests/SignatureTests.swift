import JOSE
import StrictJSON
import TestSupport
import Testing

@Suite struct SignatureTests {
    @Test func `there are as many foreign tokens as were minted`() {
        #expect(SignedText.foreign.count == 8)
    }

    @Test(arguments: SignedText.foreign)
    func `a token of another program verifies, and no other key did it`(_ token: SignedText) throws
    {
        var scratch = SignatureScratch()
        #expect(verify(token.bytes, by: token.key, scratch: &scratch) == .valid)
        let others = try KeySet(file: "entra-v2.json").keys.filter {
            !$0.hasSameNumbers(as: token.key)
        }
        #expect(others.count == 7)
        for key in others { #expect(verify(token.bytes, by: key, scratch: &scratch) == .invalid) }
        #expect(verify(token.bytes, by: token.key, scratch: &scratch) == .valid)
    }

    @Test(arguments: SignedText.foreign)
    func `a token with any one bit changed does not verify`(_ token: SignedText) throws {
        var scratch = SignatureScratch()
        let parts = try CompactToken(token.bytes.span)
        // Two tokens are tried at every bit of header and signature; payloads and the others at every 31st.
        let isThorough = token.path.contains("openssl-defender") || token.path.contains("jose-own")
        var bytes = token.bytes
        for bit in 0..<bytes.count * 8 {
            let place = bit / 8
            let isDense = isThorough && !parts.payload.contains(place)
            guard isDense || bit % 31 == 0 else { continue }
            bytes[place] ^= 1 << UInt8(bit % 8)
            let result = verify(bytes, by: token.key, scratch: &scratch)
            if result != nil, result != .invalid {
                Issue.record("bit \(bit): \(String(describing: result))")
            }
            bytes[place] ^= 1 << UInt8(bit % 8)
        }
        #expect(verify(bytes, by: token.key, scratch: &scratch) == .valid)
    }

    @Test func `a prepared context still verifies after one that failed`() throws {
        let token = try #require(SignedText.foreign.first)
        let signature = try CompactToken(token.bytes.span).decoded(.signature)
        let message = Array(token.bytes.prefix { $0 != UInt8(ascii: ".") })
        var scratch = SignatureScratch()
        for round in 0..<50 {
            #expect(verify(token.bytes, by: token.key, scratch: &scratch) == .valid)
            let bad = scratch.verify(
                signature.span, over: message.span, by: token.key, scheme: .rs256)
            #expect(bad == .invalid)
            var altered = signature
            altered[round * 5] ^= 1
            let worse = scratch.verify(
                altered.span, over: message.span, by: token.key, scheme: .rs256)
            #expect(worse == .invalid)
        }
    }

    @Test func `a signature of another length or beyond the modulus is invalid`() throws {
        let token = try #require(SignedText.foreign.first)
        let parts = try CompactToken(token.bytes.span)
        let signature = try parts.decoded(.signature)
        var scratch = SignatureScratch()
        func result(_ signature: [UInt8]) -> SignatureResult {
            scratch.verify(
                signature.span, over: token.bytes.span.extracting(parts.signingInput),
                by: token.key,
                scheme: .rs256)
        }
        #expect(result(signature) == .valid)
        let none: [UInt8] = []
        for altered in [
            none, [0], Array(signature.dropLast()), Array(signature.dropFirst()), [0] + signature,
            signature + [0], signature + signature, [UInt8](repeating: 0, count: 256),
            [UInt8](repeating: 0xFF, count: 256), token.key.modulus,
            [UInt8](repeating: 1, count: 4096),
        ] {
            #expect(result(altered) == .invalid, "\(altered.count) bytes")
        }
        // A number that is the signature plus the modulus, which an unreduced reader would take for it.
        var sum = signature
        var carry = 0
        for place in sum.indices.reversed() {
            let digit = Int(sum[place]) + Int(token.key.modulus[place]) + carry
            (sum[place], carry) = (UInt8(digit & 255), digit >> 8)
        }
        #expect(result(carry == 0 ? sum : [1] + sum) == .invalid)
        #expect(result(signature) == .valid)
    }

    @Test func `more keys than the scratch holds are verified as well`() throws {
        let list = try KeySet(file: "entra-v1.json")
        let message = Array("a message".utf8)
        let names = ["entra-1", "entra-2", "entra-3", "entra-4"]
        let signatures = try names.map { try Signer(named: $0).signature(of: "a message") }
        // Contexts belong to key objects, so objects with the same numbers are as good as different keys.
        let keys = try (0..<70).map { position in
            let modulus = list.keys[position % 4].modulus
            let exponent = list.keys[position % 4].exponent
            return try VerificationKey(modulus: modulus.span, exponent: exponent.span)
        }
        var scratch = SignatureScratch()
        for round in 0..<3 {
            for count in [32, 33, 34, 70] {
                for (position, key) in keys[..<count].enumerated() {
                    for (other, signature) in signatures.enumerated() {
                        let result = scratch.verify(
                            signature.span, over: message.span, by: key, scheme: .rs256)
                        let isOwn = other == position % 4
                        #expect(
                            result == (isOwn ? .valid : .invalid), "\(round) \(position) \(other)")
                    }
                }
            }
        }
    }

    @Test func `a key outlives its last owner while a scratch holds it`() throws {
        let signature = try Signer(named: "entra-1").signature(of: "m")
        let message = Array("m".utf8)
        var scratch = SignatureScratch()
        for _ in 0..<100 {
            let keys = try KeySet(file: "entra-1-bare.json")
            let result = scratch.verify(
                signature.span, over: message.span, by: keys.keys[0], scheme: .rs256)
            #expect(result == .valid)
        }
    }
}

@Suite struct ConcurrencyTests {
    @Test func `one key is used by eight tasks at once`() async throws {
        let token = try #require(SignedText.foreign.first)
        let parts = try CompactToken(token.bytes.span)
        let signature = try parts.decoded(.signature)
        let message = Array(token.bytes[parts.signingInput])
        let valid = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var scratch = SignatureScratch()
                    var altered = signature
                    altered[task] ^= 1
                    var count = 0
                    for _ in 0..<1000 {
                        let good = scratch.verify(
                            signature.span, over: message.span, by: token.key, scheme: .rs256)
                        if good == .valid { count += 1 }
                        guard count % 4 == 0 else { continue }
                        let bad = scratch.verify(
                            altered.span, over: message.span, by: token.key, scheme: .rs256)
                        if bad != .invalid { count -= 1_000_000 }
                    }
                    return count
                }
            }
            return await group.reduce(0, +)
        }
        #expect(valid == 8000)
    }
}
