"""How the sample exports are composed: phrases, story, formats."""
