# Rounds of measurements: value[name, i] for i from 1 to n[name]. Put in front of an awk program.
function sorted(name, place,   i, j, t, v) {
    for (i = 1; i <= n[name]; i++) v[i] = value[name, i]
    for (i = 1; i <= n[name]; i++) for (j = i + 1; j <= n[name]; j++) if (v[j] < v[i]) { t = v[i]; v[i] = v[j]; v[j] = t }
    return v[place]
}
function middle(name) { return sorted(name, int((n[name] + 1) / 2)) }
function show(words, name, digits) {
    printf "%-40s%10.*f%10.*f%10.*f\n", words, digits, middle(name), digits, sorted(name, 1), digits, sorted(name, n[name])
}
function share(name, above, below,   i) {
    for (i = 1; i <= n[above]; i++) value[name, i] = value[above, i] / value[below, i]
    n[name] = n[above]
}
