from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app.api import auth, materials
from app.config import settings

app = FastAPI(title="Study app")

app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.CORS_ALLOW_ORIGINS,
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)

app.include_router(auth.router)
app.include_router(materials.router)
