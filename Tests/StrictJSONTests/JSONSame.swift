import StrictJSON

extension JSONValue {
    /// Whether both are the same value; numbers are compared as text, members in order.
    func isSame(as other: JSONValue) -> Bool {
        guard kind == other.kind else { return false }
        switch kind {
        case .null: return true
        case .boolean: return boolean == other.boolean
        case .number: return number == other.number
        case .string: return string == other.string
        case .array:
            let (left, right) = (elements, other.elements)
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case .object:
            let (left, right) = (members, other.members)
            return left.count == right.count
                && zip(left, right).allSatisfy {
                    $0.name.utf8.elementsEqual($1.name.utf8) && $0.value.isSame(as: $1.value)
                }
        }
    }
}
