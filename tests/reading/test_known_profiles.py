from __future__ import annotations

import random

import pytest

from sentiment.errors import UsageError
from sentiment.reading.exports import profile_names
from sentiment.reading.known_profiles import find_profile, is_known_header, known_profiles
from sentiment.reading.profiles import best_profile, map_headings
from sentiment.records import FIELDS

HEADERS = {
    "google-play": "Package Name,App Version Code,App Version Name,Reviewer Language,Device,"
    "Review Submit Date and Time,Review Submit Millis Since Epoch,"
    "Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,"
    "Review Title,Review Text,Developer Reply Date and Time,"
    "Developer Reply Millis Since Epoch,Developer Reply Text,Review Link",
    "google-play-scraper": "reviewId,userName,userImage,content,score,thumbsUpCount,"
    "reviewCreatedVersion,at,replyContent,repliedAt",
    "app-store": "rating,title,body,reviewerNickname,createdDate,territory",
    "helium10": "Date,Author,Verified,Helpful,Title,Body,Rating,Images,Videos,URL,Variation,Style",
    "amazon": "Review Title,Review Content,Review Rating,Review Date,Review Badge",
    "trustpilot": "Domain Url,Webshop Name,Business Unit Id,Review Id,Review Created (UTC),"
    "Review Consumer User Id,Review Username,Review Title,Review Content,Review Stars,"
    "Company Response,Company Reply Date (UTC),Review Language",
    "yotpo": "Review Title,Review Content,Review Score,Date,Product ID,Product Title,Product URL,"
    "Display Name,Email,Verified Purchase",
    "judge-me": "title,body,rating,review_date,source,curated,reviewer_name,reviewer_email,"
    "product_id,product_handle,reply,reply_date,picture_urls,ip_address,location",
    "loox": "id,status,rating,email,nickname,full_name,review,date,productId,handle,img,variant,"
    "verified_purchase",
    "okendo": "Review ID,Product ID,Product Name,Rating,Title,Body,Reviewer Name,"
    "Is Verified Buyer,Date Created,Status",
    "shopify": "product_handle,state,rating,title,author,email,location,body,reply,created_at,"
    "replied_at",
    "booking": "Review date,Guest name,Reservation number,Review title,Positive review,"
    "Negative review,Review score,Staff,Cleanliness,Location,Facilities,Comfort,Value for money,"
    "Property reply",
    "agoda": "Review date,Guest name,Reservation Number,Review title,Review,Review score,"
    "Cleanliness,Location,Facilities,Value for money,Service,Property reply",
    "google-business": "reviewId,reviewer.displayName,starRating,comment,createTime,updateTime,"
    "reviewReply",
    "tripadvisor": "Review,Rating",
}


def test_every_profile_has_its_header_here() -> None:
    assert list(HEADERS) == profile_names()


@pytest.mark.parametrize(("name", "header"), HEADERS.items())
def test_recognised_in_any_spelling_and_order(name: str, header: str) -> None:
    headings = header.split(",")
    shuffled = random.Random(name).sample(headings, len(headings))
    for spelt in (
        headings,
        shuffled,
        [heading.upper().replace(" ", "_") for heading in headings],
        [f"  {heading.replace(' ', '-')} " for heading in reversed(headings)],
    ):
        found = best_profile(known_profiles(), spelt)
        assert found is not None
        assert found.name == name
        assert is_known_header(spelt)
        mapping = map_headings(found, spelt)
        assert "rating" in mapping
        assert mapping.keys() & {"text", "liked"}


def test_profiles_map_only_fields_that_exist() -> None:
    for profile in known_profiles():
        assert set(profile.fields) <= set(FIELDS), profile.name
        assert not set(profile.private) & {h for hs in profile.fields.values() for h in hs}


@pytest.mark.parametrize("headings", [["a", "b"], ["text"], ["Review", "Rating", "Price"], []])
def test_others_are_not_recognised(headings: list[str]) -> None:
    assert best_profile(known_profiles(), headings) is None
    assert not is_known_header(headings)


@pytest.mark.parametrize("name", ["Judge.me", "judge_me", "JUDGEME", "judge-me"])
def test_a_profile_is_found_in_any_spelling(name: str) -> None:
    assert find_profile(name).name == "judge-me"


def test_an_unknown_name_lists_the_names_and_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'trustpilott'.*Did you mean trustpilot.*booking"):
        find_profile("trustpilott")
