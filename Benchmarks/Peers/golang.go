// golang-jwt KEY TOKENS: tokens a second that golang-jwt parses and verifies, with issuer, audience and times.
package main

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/golang-jwt/jwt"
)

func main() {
	pem, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	key, err := jwt.ParseRSAPublicKeyFromPEM(pem)
	if err != nil {
		panic(err)
	}
	file, err := os.ReadFile(os.Args[2])
	if err != nil {
		panic(err)
	}
	jwt.TimeFunc = func() time.Time { return time.Unix(1795425600, 0) }
	parser := jwt.Parser{ValidMethods: []string{"RS256"}}
	lines := bytes.Fields(file)
	start := time.Now()
	for _, line := range lines {
		claims := jwt.MapClaims{}
		_, err := parser.ParseWithClaims(string(line), claims, func(*jwt.Token) (interface{}, error) { return key, nil })
		if err != nil || !claims.VerifyIssuer("https://sts.windows.net/1d2c3b4a-5f60-4718-92a3-b4c5d6e7f801/", true) ||
			!claims.VerifyAudience("https://api.security.microsoft.com", true) {
			panic(err)
		}
	}
	fmt.Printf("%.0f\n", float64(len(lines))/time.Since(start).Seconds())
}
