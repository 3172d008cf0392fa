"""What a publication says of itself and its study, and which reports describe one study."""

__all__: list[str] = []
