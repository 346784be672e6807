package dev.cartographer.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          invalid_client         | Invalid client or Invalid client credentials | IDENTITY
          invalid_client         | ''                                           | IDENTITY
          unauthorized_client    | Invalid client or Invalid client credentials | IDENTITY
          unauthorized_client    | Client not enabled to retrieve service account | IDENTITY
          invalid_grant          | ''                                           | IDENTITY
          BXNIM0415E             | Provided API key could not be found.         | IDENTITY
          BXNIM0462E             | Provided API key is disabled.                | IDENTITY
          BXNIM0410E             | Provided user not found or active            | IDENTITY
          BXNIM0602E             | The credentials you provided are incorrect   | IDENTITY
          BXNIM0499E             | Provided API key is of a kind yet unknown    | IDENTITY
          BXNIM0109E             | Property missing or empty.                   | UNNAMED
          BXNIM0060E             | Web application exception                    | UNNAMED
          BXNIM0408E             | Provided refresh token is expired            | UNNAMED
          invalid_request        | Missing form parameter: grant_type           | OURS
          invalid_scope          | Invalid scopes: logging                      | OURS
          unsupported_grant_type | Unsupported grant_type                       | OURS
          temporarily_unavailable| ''                                           | OUTAGE
          server_error           | ''                                           | OUTAGE
          unknown_error          | For more on this error consult the server log | UNNAMED
          ''                     | ''                                           | UNNAMED
          """)
  void atIamTheErrorSaysWhetherTheIdentityIsMeant(String code, String text, Refusal expected) {
    assertThat(Refusal.atIam(new ServerError(code, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | invalid_client          | Invalid client or Invalid client credentials     | OURS
          400 | invalid_client          | Client disabled                                  | ENTITLEMENT
          401 | unauthorized_client     | Invalid client or Invalid client credentials     | OURS
          400 | unsupported_grant_type  | ''                                               | OURS
          400 | invalid_request         | Standard token exchange is not enabled for the requested client | OURS
          400 | invalid_request         | Invalid token                                    | SUBJECT
          400 | invalid_request         | ''                                               | SUBJECT
          400 | invalid_grant           | ''                                               | SUBJECT
          400 | invalid_request         | Requested audience not available: logging-service | ENTITLEMENT
          400 | invalid_target          | ''                                               | ENTITLEMENT
          400 | invalid_scope           | Invalid scopes: logging                          | ENTITLEMENT
          403 | access_denied           | Client is not within the token audience          | ENTITLEMENT
          503 | temporarily_unavailable | ''                                               | OUTAGE
          500 | server_error            | ''                                               | OUTAGE
          401 | ''                      | ''                                               | OURS
          403 | ''                      | ''                                               | ENTITLEMENT
          404 | ''                      | ''                                               | UNNAMED
          500 | unknown_error           | ''                                               | UNNAMED
          """)
  void atAnExchangeTheErrorComesBeforeTheStatus(
      int status, String code, String text, Refusal expected) {
    assertThat(Refusal.atExchange(status, new ServerError(code, text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          401 | ''                      | SUBJECT
          400 | invalid_token           | SUBJECT
          403 | ''                      | ENTITLEMENT
          404 | ''                      | ENTITLEMENT
          403 | insufficient_scope      | ENTITLEMENT
          403 | access_denied           | ENTITLEMENT
          401 | Unauthorized            | SUBJECT
          404 | Not Found               | ENTITLEMENT
          503 | temporarily_unavailable | OUTAGE
          400 | ''                      | UNNAMED
          500 | ''                      | UNNAMED
          """)
  void atAServiceTheStatusSaysMost(int status, String code, Refusal expected) {
    assertThat(Refusal.atService(status, new ServerError(code, ""))).isEqualTo(expected);
  }
}
