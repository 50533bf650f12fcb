"""App stores: every known source, written byte for byte as it comes, and read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sentiment.records import (
    RatingScale,
)
from tests.reading.written_exports import lines, read, rows

PLAY = (
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,"
    "Review Submit Date and Time,Review Submit Millis Since Epoch,"
    "Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,"
    "Review Title,Review Text,Developer Reply Date and Time,"
    "Developer Reply Millis Since Epoch,Developer Reply Text,Review Link"
)
PLAY_LINK = (
    "http://play.google.com/console/developers/1/app/2/user-feedback/review-details?reviewId="
)


def test_google_play_console(tmp_path: Path) -> None:
    content = lines(
        PLAY,
        "com.acme.run,41,4.1,pt_BR,walleye,2016-06-08T19:04:33Z,1465412673000,"
        '2016-07-01T08:00:00Z,1467360000000,2,,"Trava, ""sempre"" 😡\nDepois da atualização",,,,'
        f"{PLAY_LINK}gp%3AAOqpTOE1_a-b&corpus=PUBLIC_REVIEWS",
        "com.acme.run,41,4.1,iw,OnePlus6,2016-06-09T19:04:33Z,1465499073000,"
        "2016-06-09T19:04:33Z,1465499073000,5,,,,,,",
        "com.acme.run,41,4.1,en,OnePlus6,2016-06-10T19:04:33Z,1465585473000,"
        "2016-06-10T19:04:33Z,1465585473000,4,Nice,Runs well,2016-06-11T00:00:00Z,1465603200000,"
        f"Thank you!,{PLAY_LINK}gp:AOqpTOE2",
    )
    path = tmp_path / "reviews_com.acme.run_201606.csv"
    export = read(path, b"\xff\xfe" + content.encode("utf-16-le"))
    assert export.recognition.profile == "google-play"
    assert export.recognition.encoding is not None
    assert export.recognition.encoding.lower().startswith("utf-16")
    assert export.recognition.delimiter == ","
    assert export.recognition.rating_scale == RatingScale(1, 5)
    assert export.recognition.market_from is None
    assert rows(export, "external_id", "text", "stars", "written_at", "declared_language") == [
        (
            "gp:AOqpTOE1_a-b",
            'Trava, "sempre" 😡\nDepois da atualização',
            2.0,
            datetime(2016, 7, 1, 8),
            "pt",
        ),
        (None, None, 5.0, datetime(2016, 6, 9, 19, 4, 33), "he"),
        ("gp:AOqpTOE2", "Nice\nRuns well", 4.0, datetime(2016, 6, 10, 19, 4, 33), "en"),
    ]
    assert rows(export, "market", "product") == [(None, "com.acme.run")] * 3
    assert rows(export, "line") == [(2,), (4,), (5,)]


def test_google_play_scraper_with_index_column(tmp_path: Path) -> None:
    export = read(
        tmp_path / "scraped.csv",
        lines(
            ",reviewId,userName,userImage,content,score,thumbsUpCount,reviewCreatedVersion,at,"
            "replyContent,repliedAt,appVersion",
            '0,7a1c,Mira,https://x/i.png,"好用,推荐",5,3,2.1,2023-04-12 13:10:05,,,2.1',
            "1,7a1d,Jan,https://x/j.png,Werkt niet meer,1,0,,2023-04-13 00:00:00,Sorry!,"
            "2023-04-14 10:00:00,",
            end="\n",
        ),
    )
    assert export.recognition.profile == "google-play-scraper"
    assert rows(export, "external_id", "text", "stars", "written_at", "author") == [
        ("7a1c", "好用,推荐", 5.0, datetime(2023, 4, 12, 13, 10, 5), "Mira"),
        ("7a1d", "Werkt niet meer", 1.0, datetime(2023, 4, 13), "Jan"),
    ]


def test_app_store_territories_are_alpha_3(tmp_path: Path) -> None:
    export = read(
        tmp_path / "appstore.csv",
        lines(
            "rating,title,body,reviewerNickname,createdDate,territory",
            "5,Super,Läuft rund.,anna_k,2024-05-06T07:08:09-07:00,DEU",
            "1,Crash,It stops every time,bob,2024-05-06T07:08:09Z,USA",
            "3,,Ça va,luc,2024-05-07T00:00:00+02:00,FRA",
        ),
    )
    assert export.recognition.profile == "app-store"
    assert export.recognition.market_from == "column 'territory'"
    assert rows(export, "market", "written_at", "text") == [
        ("DE", datetime(2024, 5, 6, 14, 8, 9), "Super\nLäuft rund."),
        ("US", datetime(2024, 5, 6, 7, 8, 9), "Crash\nIt stops every time"),
        ("FR", datetime(2024, 5, 6, 22), "Ça va"),
    ]


def test_app_store_answer_of_the_api(tmp_path: Path) -> None:
    answer = {
        "data": [
            {
                "type": "customerReviews",
                "id": "00000012-aa",
                "attributes": {
                    "rating": 2,
                    "title": "遅い",
                    "body": "起動しません",
                    "reviewerNickname": "k",
                    "createdDate": "2024-05-06T07:08:09-07:00",
                    "territory": "JPN",
                },
            }
        ],
        "links": {"self": "https://x"},
    }
    export = read(tmp_path / "reviews.json", json.dumps(answer))
    assert export.recognition.profile == "app-store"
    assert rows(export, "external_id", "text", "stars", "market", "written_at") == [
        ("00000012-aa", "遅い\n起動しません", 2.0, "JP", datetime(2024, 5, 6, 14, 8, 9))
    ]
