/// An operation made ready for judging; a class, so that handing it on costs one reference.
final class OperationRule: Sendable {
    let operation: Operation
    /// Where its needs begin in the policy's ``PermissionRules``.
    let application: Int?
    let delegated: Int?
    let directoryRoles: Int?
    /// Which of the policy's groups of audiences it is for; nil: any audience.
    let door: Int?

    init(_ operation: Operation, door: Int?, permissions: inout PermissionRules) {
        self.operation = operation
        self.door = door
        application = operation.application.map { permissions.add($0) }
        delegated = operation.delegated.map { permissions.add($0) }
        directoryRoles = operation.directoryRoles.map { permissions.add($0) }
    }

    func need(of kind: TokenKind) -> Int? {
        switch kind {
        case .application: application
        case .delegated: delegated
        case .unknown: nil
        }
    }
}

/// The operations of a policy made ready for judging, selected or not.
final class OperationRules: Sendable {
    /// Those that must hold.
    let selected: [OperationRule]
    /// All of which an excess is judged, selected or not, in the order of the file.
    let all: [OperationRule]
    let permissions: PermissionRules
    /// For each group of audiences that some operation is for, its names.
    let doors: [[[UInt8]]]
    /// Whether a token may be accepted that some operation is not for; else nobody needs to look.
    let hasSeveralDoors: Bool

    init(_ policy: Policy) {
        let operations =
            (policy.operations.map { (operation: $0, isSelected: true) }
            + policy.otherOperations.map { (operation: $0, isSelected: false) })
            .enumerated()
            .sorted { left, right in
                (left.element.operation.place, left.offset)
                    < (right.element.operation.place, right.offset)
            }
            .map(\.element)
        var permissions = PermissionRules(
            naming: operations.flatMap {
                [
                    $0.operation.application, $0.operation.delegated, $0.operation.directoryRoles,
                ].compactMap(\.self)
            })
        var groups: [Policy.Audiences] = []
        all = operations.map { operation, _ in
            let door = operation.audiences.map { audiences in
                groups.firstIndex(of: audiences)
                    ?? {
                        groups.append(audiences)
                        return groups.count - 1
                    }()
            }
            return OperationRule(operation, door: door, permissions: &permissions)
        }
        selected = zip(all, operations).filter(\.1.isSelected).map(\.0)
        self.permissions = permissions
        doors = groups.map { group in
            (AudienceNames(group, cloud: policy.cloud)?.all ?? []).map { Array($0.utf8) }
        }
        // Beside the only door there may be operations for whatever audience the flags name.
        hasSeveralDoors =
            groups.count > 1
            || groups.count == 1
                && (all.contains { $0.door == nil && $0.operation.name != nil }
                    || selected.allSatisfy { $0.door == nil })
    }
}
