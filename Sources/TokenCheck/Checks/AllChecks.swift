extension Check {
    /// Every check, in the order of evaluation and of results.
    public static let all: [Check] = [
        tokenPresent, tokenSize, tokenNotOpaque, tokenNotEncrypted, tokenSegments, segmentEncoding,
        headerJSON, payloadJSON, namesUnique,
        algorithmAllowed, typeAccepted, criticalAbsent, keyIDPresent, keyHintsIgnored,
        keysAvailable, keysFresh, keyFound, keyUnambiguous, keyUsable,
        signingInputPlain, signatureValid,
        issuerAccepted, tenantAccepted, versionAccepted, issuerTenantAgree, issuerVersionAgree,
        keyIssuer, keyCloud,
        audienceAccepted, audienceCanonical, audienceSingle,
        accessToken,
        expiryPresent, issuedAtPresent, notBeforeShape, timesOrdered, expiryNotPassed,
        notBeforeReached, issuedAtNotFuture, remainingEnough, lifetimeLimited, leewayUnused,
        subjectPresent, callerAccepted, callerAuthentication, proofOfPossession, groupsComplete,
        kindKnown, kindAccepted, rolesShape, scopesShape, permissionsHeld, permissionsForbidden,
        permissionsMinimal, directoryRolesHeld,
        policyNarrow,
    ]
}
