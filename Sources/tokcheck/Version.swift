/// The version of tokcheck; the one place where it is written.
let tokcheckVersion = "0.1.0"
