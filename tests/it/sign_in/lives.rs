//! How long what a sign-in gives lives, how much of it one may have, and how long a wrong try counts: at N and N + 1.

use chrono::{DateTime, Duration, Utc};
use reqwest::StatusCode;
use serde_json::json;
use tests::{App, Who, both};

use super::{
    FIRST, OWN, WHO,
    client::{access, as_token, post, ready, refresh, sign_in},
    limit,
};

both!(
    tokens_and_sessions_end_with_their_time,
    the_oldest_session_makes_room,
    a_wrong_try_counts_for_its_time,
    credentials_have_a_length,
);

fn set(app: &App, when: DateTime<Utc>) {
    app.at(&when.to_rfc3339());
}

/// An access token lives its minutes and the leeway, a refresh token its days, a session its own; and not a second more.
async fn tokens_and_sessions_end_with_their_time(app: App) {
    let _ = ready(&app, "an.nguyen").await;
    let begin = app.now();
    let second = Duration::seconds(1);
    let tokens = sign_in(&app, "an.nguyen", OWN).await;
    let minutes = limit(&app, "accessMinutes").await;
    assert_eq!(tokens.json["expires_in"], minutes * 60);
    let end = begin + Duration::minutes(minutes) + Duration::seconds(limit(&app, "leewaySeconds").await);
    for (now, status) in [(end - second, StatusCode::OK), (end, StatusCode::UNAUTHORIZED)] {
        set(&app, now);
        assert_eq!(as_token(&app, &access(&tokens), WHO).await.status, status, "{now}");
    }
    let days = Duration::days(limit(&app, "refreshDays").await);
    set(&app, begin);
    let other = sign_in(&app, "an.nguyen", OWN).await;
    set(&app, begin + days - second);
    let mut last = refresh(&app, &tokens).await;
    assert_eq!(last.status, StatusCode::OK, "{}", last.text);
    set(&app, begin + days);
    assert_eq!(refresh(&app, &other).await.code(), "SIGN_IN_REFUSED");
    // Refreshed again and again, until its last second.
    let over = begin + Duration::days(limit(&app, "sessionDays").await);
    let mut now = begin + days - second;
    while now + days < over {
        now += days - second;
        set(&app, now);
        last = refresh(&app, &last).await;
        assert_eq!(last.status, StatusCode::OK, "{now}: {}", last.text);
    }
    set(&app, over - second);
    last = refresh(&app, &last).await;
    assert_eq!(last.status, StatusCode::OK, "{}", last.text);
    assert_eq!(as_token(&app, &access(&last), WHO).await.status, StatusCode::OK);
    set(&app, over);
    assert_eq!(refresh(&app, &last).await.code(), "SIGN_IN_REFUSED");
    assert_eq!(as_token(&app, &access(&last), WHO).await.status, StatusCode::UNAUTHORIZED);
}

/// As many sessions as one may have stand beside each other; with one more the oldest ends.
async fn the_oldest_session_makes_room(app: App) {
    let mut sessions = vec![ready(&app, "an.nguyen").await];
    let most = usize::try_from(limit(&app, "sessionsOfOne").await).unwrap();
    let begin = app.now();
    let begins = async |n: usize| {
        set(&app, begin + Duration::seconds(i64::try_from(n).unwrap()));
        sign_in(&app, "an.nguyen", OWN).await
    };
    for n in 1..most {
        sessions.push(begins(n).await);
    }
    let status = async |n: usize, sessions: &[tests::Reply]| as_token(&app, &access(&sessions[n]), WHO).await.status;
    for n in 0..most {
        assert_eq!(status(n, &sessions).await, StatusCode::OK, "{n}");
    }
    sessions.push(begins(most).await);
    // What another process ended would show within half a minute.
    set(&app, begin + Duration::seconds(60));
    assert_eq!(status(0, &sessions).await, StatusCode::UNAUTHORIZED);
    assert_eq!(refresh(&app, &sessions[0]).await.code(), "SIGN_IN_REFUSED");
    for n in 1..=most {
        assert_eq!(status(n, &sessions).await, StatusCode::OK, "{n}");
    }
}

/// A wrong try is forgotten when its time is over, and not a second earlier.
async fn a_wrong_try_counts_for_its_time(app: App) {
    let _ = ready(&app, "an.nguyen").await;
    let (begin, seconds) = (app.now(), limit(&app, "signInSeconds").await);
    for _ in 0..limit(&app, "signInTries").await {
        assert_eq!(sign_in(&app, "an.nguyen", FIRST).await.code(), "SIGN_IN_REFUSED");
    }
    set(&app, begin + Duration::seconds(seconds - 1));
    let early = sign_in(&app, "an.nguyen", OWN).await;
    assert_eq!((early.code(), early.header("retry-after")), ("RATE_LIMITED", "1"));
    set(&app, begin + Duration::seconds(seconds));
    assert_eq!(sign_in(&app, "an.nguyen", OWN).await.status, StatusCode::OK);
}

/// A body below `/auth` has so many bytes at most.
async fn credentials_have_a_length(app: App) {
    let most = usize::try_from(limit(&app, "credentialsBytes").await).unwrap();
    let small = json!({ "refresh_token": "tdr_x" }).to_string();
    for path in ["/auth/sign-in", "/auth/refresh", "/auth/password", "/auth/sign-out"] {
        let client = app.as_(Who::Public);
        let send = async |bytes: usize| {
            let request = client.request(reqwest::Method::POST, path).header("content-type", "application/json");
            client.send(request.body(format!("{small}{}", " ".repeat(bytes - small.len())))).await
        };
        assert_ne!(send(most).await.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        let reply = send(most + 1).await;
        assert_eq!((reply.status, reply.code()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED"), "{path}");
        assert_eq!(*reply.extension("limit"), json!(most), "{path}");
    }
    let long = post(&app, "/auth/refresh", &json!({ "refresh_token": "tdr_x" })).await;
    assert_eq!(long.code(), "SIGN_IN_REFUSED");
}
