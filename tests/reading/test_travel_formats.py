"""Hotels, places and travel: every known source, written byte for byte as it comes, and read."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from sentiment.records import (
    RatingScale,
)
from tests.reading.written_exports import lines, read, rows

BOOKING = {
    "en": "Review date,Guest name,Reservation number,Review title,Positive review,Negative review,"
    "Review score,Staff,Cleanliness,Location,Facilities,Comfort,Value for money,Property reply",
    "pt": "Data do comentário,Nome do hóspede,Número da reserva,Título do comentário,"
    "Comentário positivo,Comentário negativo,Pontuação de comentários,Equipe,Limpeza,Localização,"
    "Comodidades,Conforto,Custo-benefício,Resposta da acomodação",
    "de": "Bewertungsdatum,Name des Gastes,Buchungsnummer,Titel der Bewertung,Positive Bewertung,"
    "Negative Bewertung,Bewertung,Personal,Sauberkeit,Lage,Ausstattung,Komfort,"
    "Preis-Leistungs-Verhältnis,Antwort der Unterkunft",
    "fr": "Date du commentaire,Nom du client,Numéro de réservation,Titre du commentaire,"
    "Commentaire positif,Commentaire négatif,Note du commentaire,Personnel,Propreté,"
    "Situation géographique,Équipements,Confort,Rapport qualité/prix,Réponse de l'établissement",
    "es": "Fecha del comentario,Nombre del cliente,Número de reserva,Título del comentario,"
    "Comentario positivo,Comentario negativo,Puntuación del comentario,Personal,Limpieza,"
    "Ubicación,Instalaciones,Confort,Relación calidad-precio,Respuesta del alojamiento",
    "it": "Data del commento,Nome dell'ospite,Numero di prenotazione,Titolo del commento,"
    "Commento positivo,Commento negativo,Punteggio del commento,Staff,Pulizia,Posizione,Servizi,"
    "Comfort,Rapporto qualità-prezzo,Risposta della struttura",
}


@pytest.mark.parametrize("language", BOOKING)
def test_booking_in_six_languages(tmp_path: Path, language: str) -> None:
    content = lines(
        BOOKING[language],
        "2024-08-15 12:03:44,Ana,3812345678,Ótimo,Café da manhã,Barulho à noite,8.0,10,10,7.5,7.5,"
        "10,7.5,",
        "2024-08-16 12:03:44,Rui,3812345679,,,Sujo,2,2.5,2.5,5,2.5,2.5,2.5,",
        '2024-08-17 12:03:44,Zé,3812345680,,,,"10",10,10,10,10,10,10,',
    )
    export = read(tmp_path / "booking.csv", content.encode("utf-8-sig"))
    assert export.recognition.profile == "booking"
    assert export.recognition.rating_scale == RatingScale(1, 10)
    assert rows(export, "external_id", "liked", "disliked", "text", "rating") == [
        (
            "3812345678",
            "Café da manhã",
            "Barulho à noite",
            "Ótimo\nCafé da manhã\nBarulho à noite",
            8.0,
        ),
        ("3812345679", None, "Sujo", "Sujo", 2.0),
        ("3812345680", None, None, None, 10.0),
    ]
    assert [stars for (stars,) in rows(export, "stars")] == pytest.approx([37 / 9, 13 / 9, 5])
    assert rows(export, "written_at")[0] == (datetime(2024, 8, 15, 12, 3, 44),)


def test_booking_reordered_is_still_booking(tmp_path: Path) -> None:
    export = read(
        tmp_path / "booking.csv",
        lines("Pontuação de comentários,COMENTARIO NEGATIVO,Comentario_Positivo", "9,Nada,Tudo"),
    )
    assert export.recognition.profile == "booking"
    assert rows(export, "liked", "disliked", "rating") == [("Tudo", "Nada", 9.0)]


def test_agoda_has_lines_before_its_header(tmp_path: Path) -> None:
    export = read(
        tmp_path / "agoda.csv",
        lines(
            "Property ID,123456",
            "Property name,Sunset Inn",
            "",
            "Review date,Guest name,Reservation Number,Review title,Review,Review score,"
            "Cleanliness,Location,Facilities,Value for money,Service,Property reply",
            '"January 10, 2026",Mai,BID:987654321,Great stay,ห้องสะอาด,9.2,10,10,8,8,10,',
            '"February 3, 2026",Tom,BID: 987654322,-,Too loud,4.0,6,4,4,4,4,',
        ),
    )
    assert export.recognition.profile == "agoda"
    assert rows(export, "external_id", "text", "rating", "written_at") == [
        ("987654321", "Great stay\nห้องสะอาด", 9.2, datetime(2026, 1, 10)),
        ("987654322", "Too loud", 4.0, datetime(2026, 2, 3)),
    ]
    assert [line for (line,) in rows(export, "line")] == [5, 6]


GOOGLE_BUSINESS = {
    "reviews": [
        {
            "reviewId": "AbC1",
            "reviewer": {"displayName": "Li", "profilePhotoUrl": "https://x"},
            "starRating": "FIVE",
            "comment": "(Translated by Google) Very good\n\n(Original)\n非常好",
            "createTime": "2024-03-01T10:11:12.123456789Z",
            "updateTime": "2024-03-02T10:11:12.123456789Z",
            "name": "accounts/1/locations/2/reviews/AbC1",
        },
        {
            "reviewId": "AbC2",
            "reviewer": {"displayName": "Bo"},
            "starRating": "ONE",
            "createTime": "2024-03-03T10:11:12Z",
            "updateTime": "2024-03-03T10:11:12Z",
            "reviewReply": {"comment": "Sorry", "updateTime": "2024-03-04T00:00:00Z"},
        },
        {
            "reviewId": "AbC3",
            "reviewer": {"isAnonymous": True},
            "starRating": "THREE",
            "comment": "Geht so.\n\n(Translated by Google)\nSo so.",
            "createTime": "2024-03-05T10:11:12.5Z",
            "updateTime": "2024-03-05T10:11:12.5Z",
        },
    ],
    "averageRating": 3,
    "totalReviewCount": 3,
}


@pytest.mark.parametrize("form", ["object", "list", "lines"])
def test_google_business_profile(tmp_path: Path, form: str) -> None:
    reviews = GOOGLE_BUSINESS["reviews"]
    assert isinstance(reviews, list)
    content = {
        "object": json.dumps(GOOGLE_BUSINESS, ensure_ascii=False, indent=2),
        "list": json.dumps(reviews, ensure_ascii=False),
        "lines": "\n".join(json.dumps(review) for review in reviews),
    }[form]
    export = read(tmp_path / "reviews.json", content)
    assert export.recognition.profile == "google-business"
    assert rows(export, "external_id", "text", "translation", "stars", "written_at", "author") == [
        ("AbC1", "非常好", "Very good", 5.0, datetime(2024, 3, 2, 10, 11, 12, 123456), "Li"),
        ("AbC2", None, None, 1.0, datetime(2024, 3, 3, 10, 11, 12), "Bo"),
        ("AbC3", "Geht so.", "So so.", 3.0, datetime(2024, 3, 5, 10, 11, 12, 500000), None),
    ]


def test_tripadvisor_review_and_rating_in_latin_1(tmp_path: Path) -> None:
    content = lines("Review,Rating", '"Café très agréable, décor soigné",5', "Service déplorable,1")
    export = read(tmp_path / "hotels.csv", content.encode("latin-1"))
    assert export.recognition.profile == "tripadvisor"
    assert rows(export, "text", "stars") == [
        ("Café très agréable, décor soigné", 5.0),
        ("Service déplorable", 1.0),
    ]


def test_tripadvisor_with_places_and_months(tmp_path: Path) -> None:
    export = read(
        tmp_path / "park.csv",
        lines(
            "Review_ID,Rating,Year_Month,Reviewer_Location,Review_Text,Branch",
            "670772142,4,2019-4,Australia,Great day out,HongKong",
            "670682799,2,missing,United Arab Emirates,Too crowded,HongKong",
            "670623270,5,2019-12,Côte d'Ivoire,Superbe,Paris",
        ),
    )
    assert export.recognition.profile == "tripadvisor"
    assert rows(export, "external_id", "written_at", "market", "product") == [
        ("670772142", datetime(2019, 4, 1), "AU", "HongKong"),
        ("670682799", None, "AE", "HongKong"),
        ("670623270", datetime(2019, 12, 1), "CI", "Paris"),
    ]
