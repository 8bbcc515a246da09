export const SHELL = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  head=$(mktemp)
  curl -sS -D "$head" -o /dev/null "$api/next" || exit 1
  id=$(sed -n 's/^lambda-runtime-aws-request-id: //Ip' "$head" | tr -d '\\r')
  curl -sS -o /dev/null -d '{"message":"Hello"}' "$api/$id/response"
done
`

export const JAVA = `package ex;
public class H {
  public int handleRequest(java.util.Map<String, Object> event) {
    byte[] big = new byte[(int) event.getOrDefault("megabytes", 0) * 1048576];
    java.util.Arrays.fill(big, (byte) 1);
    return big.length;
  }
}
`
